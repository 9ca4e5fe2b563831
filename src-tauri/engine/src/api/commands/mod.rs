//! The one list of commands, in four rooms. From it come the dispatcher (the window and the CLI's `call` go through it)
//! and the page's TypeScript types.

mod closing;
mod deciding;
mod gathering;
mod operating;

use std::pin::Pin;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use ts_rs::{Config, TS};

use super::Engine;
use crate::error::{Problem, Result};

/// What a command will have answered.
type Answer<'a> = Pin<Box<dyn Future<Output = Result<Value>> + Send + 'a>>;

/// Makes a room's `run` and `signatures` of lines like `name(argument: Type) -> Type;`.
macro_rules! commands {
    ($($(#[doc = $doc:literal])* $name:ident ( $($arg:ident : $ty:ty),* ) -> $ret:ty;)*) => {
        use ts_rs::Config;

        use crate::api::commands::{Answer, answered, argument, signature};
        use crate::api::types::*;
        use crate::api::Engine;
        #[allow(unused_imports)]
        use crate::connectors::{Draft, ItemChange, TrackerItem, Vendor};
        use crate::model::*;

        /// The command `name` with its arguments, if it is one of this room. Each runs as a future of its own: one for
        /// all would take the compiler minutes.
        pub(super) fn run<'a>(engine: &'a Engine, name: &str, args: &mut serde_json::Value) -> Option<Answer<'a>> {
            match name {
                $(stringify!($name) => {
                    #[allow(unused_mut, unused_variables)]
                    let mut args = args.take();
                    Some(Box::pin(async move {
                        $(let $arg: $ty = argument(&mut args, stringify!($name), stringify!($arg))?;)*
                        let done: $ret = engine.$name($($arg),*).await?;
                        answered(&done)
                    }))
                })*
                _ => None,
            }
        }

        pub(super) fn signatures(config: &Config) -> String {
            let mut text = String::new();
            $(
                $(text.push_str(&format!("  /** {} */\n", $doc.trim()));)*
                let args: &[String] = &[$(signature::<$ty>(config, Some(stringify!($arg)))),*];
                text.push_str(&format!(
                    "  {}: {{ args: {{ {} }}; ret: {} }};\n",
                    stringify!($name), args.join("; "), signature::<$ret>(config, None),
                ));
            )*
            text
        }
    };
}
use commands;

/// Runs the command `name` with its arguments as a JSON object of the same names.
pub async fn dispatch(engine: &Engine, name: &str, mut args: Value) -> Result<Value> {
    for run in [gathering::run, deciding::run, operating::run, closing::run] {
        if let Some(answer) = run(engine, name, &mut args) {
            return answer.await;
        }
    }
    Err(Problem::not_found(format!("There is no command {name:?}.")))
}

/// The page's interface of all commands.
pub(super) fn signatures(config: &Config) -> String {
    let rooms = [gathering::signatures, deciding::signatures, operating::signatures, closing::signatures];
    format!("export interface Commands {{\n{}}}\n", rooms.map(|room| room(config)).concat())
}

/// One argument of a call; a missing one reads as null.
fn argument<T: DeserializeOwned>(args: &mut Value, command: &str, name: &str) -> Result<T> {
    let given = args.get_mut(name).map_or(Value::Null, Value::take);
    serde_json::from_value(given).map_err(|e| Problem::bad_input(format!("{command} was called wrongly: {name}: {e}.")))
}

fn answered<T: Serialize>(done: &T) -> Result<Value> {
    serde_json::to_value(done).map_err(|e| Problem::system(format!("The answer can't be written: {e}.")))
}

/// `name: Type`, or the type alone.
fn signature<T: TS>(config: &Config, name: Option<&str>) -> String {
    let ty = T::name(config);
    name.map_or(ty.clone(), |name| format!("{name}: {ty}"))
}
