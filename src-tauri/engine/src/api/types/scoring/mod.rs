//! Scores: the frameworks, what an opportunity is worth in one, formulas people write, what-ifs, and what several people
//! estimate.

mod estimates;
mod formulas;
mod frameworks;
mod one;
mod what_if;

pub use estimates::*;
pub use formulas::*;
pub use frameworks::*;
pub use one::*;
pub use what_if::*;

// Commands over these types:
//   frameworks() -> FrameworkList
//   use_framework(by: ScoredBy) -> StepDone
//   score_in(id: OpportunityId, framework: Framework, formula: Option<String>) -> ScoreView
//   try_inputs(id, framework, formula, inputs: Vec<InputEntry>) -> ScoreView        stores nothing
//   set_inputs(id, framework: Framework, inputs: Vec<InputEntry>) -> StepDone        a custom formula has no inputs of its own:
//                                                                                    its names say which framework's
//   formulas() -> Vec<FormulaView>
//   formula_names() -> Vec<FormulaName>
//   check_formula(text: String) -> FormulaCheck                                      stores nothing
//   save_formula(uid: Option<String>, name: String, text: String) -> StepDone
//   delete_formula(uid: String) -> StepDone
//   what_if_choices(framework: Framework, formula: Option<String>) -> WhatIfChoices
//   what_if(asked: WhatIf) -> WhatIfResult                                           stores nothing
//   keep_scenario(name: String, asked: WhatIf) -> StepDone                           a scenario of that name is changed
//   drop_scenario(uid: String) -> StepDone
//   use_what_if(asked: WhatIf) -> StepDone                                           ranks by its framework and weights
//   ask_estimates(id, framework: Framework, input: String, people: Vec<String>) -> StepDone   anew: earlier answers go
//   give_estimate(id, estimate: EstimateForm) -> StepDone
//   reveal_estimates(id, framework: Framework, input: String) -> StepDone
//   disagreements() -> Vec<Disagreement>
