//! What people say about themes: it holds for good, it can be undone, and what comes later is placed accordingly.

use engine::api::types::*;
use engine::model::{DeclineReason, SignalId, Time};

use crate::theme_bench::{Bench, ticket};

#[tokio::test]
async fn renaming_dismissing_and_snoozing_are_undoable() {
    let bench = Bench::with(8).await;
    bench.group().await;
    let theme = bench.theme("cart").await;
    let own = bench.engine.theme(theme).await.unwrap().row.title;
    let done = bench.engine.rename_theme(theme, " Let large carts check out ".to_owned()).await.unwrap();
    assert_eq!(done.message, format!("Renamed “{own}” to “Let large carts check out”"));
    let row = bench.engine.theme(theme).await.unwrap().row;
    assert_eq!((row.title.as_str(), row.named), ("Let large carts check out", true));
    bench.engine.dismiss_theme(theme, true).await.unwrap();
    let list = bench.engine.themes(ThemeQuery::default()).await.unwrap();
    assert_eq!((list.counts.all, list.counts.not_a_theme), (2, 1));
    assert_eq!(list.standing.in_themes, list.themes.iter().map(|row| row.signals).sum::<u32>());
    bench.engine.undo().await.unwrap();
    bench.engine.undo().await.unwrap();
    assert_eq!(bench.engine.theme(theme).await.unwrap().row.title, own);
    let until = bench.clock.now().plus(Time::DAY);
    bench.engine.snooze_theme(theme, Some(until.into())).await.unwrap();
    assert_eq!(bench.rows().await.len(), 2);
    bench.clock.forward_minutes(24 * 60 + 1);
    assert_eq!(bench.rows().await.len(), 3);
    assert!(bench.engine.snooze_theme(theme, Some(until.into())).await.is_err());
}

#[tokio::test]
async fn merging_moves_all_and_undo_gives_it_back() {
    let bench = Bench::with(8).await;
    bench.group().await;
    let (cart, login) = (bench.theme("cart").await, bench.theme("login").await);
    let (carts, logins) = (bench.members(cart).await, bench.members(login).await);
    let compared = bench.engine.compare_themes(cart, login).await.unwrap();
    assert_eq!(compared.signals_after as usize, carts.len() + logins.len());
    assert_eq!((compared.customers_in_both, compared.customers_after), (5, 5));
    assert_eq!((compared.at_stake_in_both, compared.at_stake_after), (Some(150_000), Some(150_000)));
    assert!(compared.reasons_for.iter().any(|(title, _)| title == "5 customers are in both"), "{compared:?}");
    let done = bench.engine.merge_themes(cart, vec![login], Some("Checkout".to_owned())).await.unwrap();
    assert!(done.message.ends_with("into “Checkout”"), "{}", done.message);
    assert_eq!(bench.members(cart).await.len(), carts.len() + logins.len());
    assert_eq!(bench.theme_of(logins[0]).await, Some(cart));
    assert_eq!(bench.rows().await.len(), 2);
    bench.engine.undo().await.unwrap();
    assert_eq!((bench.members(cart).await, bench.members(login).await), (carts, logins));
    bench.engine.redo().await.unwrap();
    assert_eq!(bench.rows().await.len(), 2);
    assert!(bench.engine.merge_themes(cart, vec![cart], None).await.is_err());
}

#[tokio::test]
async fn splitting_makes_themes_and_undo_makes_them_one() {
    let bench = Bench::with(8).await;
    bench.group().await;
    let (cart, login) = (bench.theme("cart").await, bench.theme("login").await);
    bench.engine.merge_themes(cart, vec![login], None).await.unwrap();
    let both = bench.members(cart).await;
    let preview = bench.engine.preview_split(cart, SplitBy::Meaning, 2).await.unwrap();
    assert_eq!(preview.parts.len(), 2);
    assert_eq!(preview.parts.iter().map(|part| part.signals.len()).sum::<usize>(), both.len());
    let form = |part: &SplitPart| PartForm {
        title: part.title.clone(),
        signals: part.signals.iter().map(|signal| signal.id).collect(),
    };
    bench.engine.split_theme(cart, preview.parts.iter().map(form).collect()).await.unwrap();
    assert_eq!(bench.rows().await.len(), 3);
    let subjects = |ids: &[u32]| -> Vec<&str> {
        let mut subjects: Vec<&str> = ids.iter().map(|id| bench.subject[*id as usize - 1]).collect();
        subjects.dedup();
        subjects
    };
    assert_eq!(subjects(&bench.members(cart).await).len(), 1);
    bench.engine.undo().await.unwrap();
    assert_eq!(bench.members(cart).await, both);
    assert!(bench.engine.split_theme(cart, Vec::new()).await.is_err());
    assert!(bench.engine.preview_split(cart, SplitBy::Service, 9).await.is_err());
    let by_customer = bench.engine.preview_split(cart, SplitBy::Customer, 3).await.unwrap();
    assert_eq!(by_customer.parts.len(), 3);
    assert_eq!(by_customer.parts[2].title, "The others");
}

#[tokio::test]
async fn what_people_placed_stays_there() {
    let mut bench = Bench::with(6).await;
    bench.group().await;
    let (cart, login) = (bench.theme("cart").await, bench.theme("login").await);
    let moved = bench.members(cart).await[0];
    bench.engine.place_signals(vec![SignalId(moved)], Some(login)).await.unwrap();
    bench.bring(6..8).await;
    bench.engine.group_signals(true).await.unwrap();
    assert_eq!(bench.theme_of(moved).await, Some(login));
    let place = bench.engine.theme_place(SignalId(moved)).await.unwrap();
    assert_eq!((place.by_person, place.why.as_str()), (true, "A person placed it here."));
    assert_eq!(bench.engine.theme(login).await.unwrap().placed_by_people, 1);
    bench.engine.place_signals(vec![SignalId(moved)], None).await.unwrap();
    assert_eq!(bench.theme_of(moved).await, None);
    let history = bench.engine.signal_history(SignalId(moved)).await.unwrap();
    assert!(history[0].what.starts_with("Put “"), "{history:?}");
    bench.engine.undo().await.unwrap();
    bench.engine.undo().await.unwrap();
    assert_eq!(bench.theme_of(moved).await, Some(cart));
}

#[tokio::test]
async fn not_this_theme_holds_for_what_is_like_it() {
    let mut bench = Bench::with(8).await;
    bench.group().await;
    let cart = bench.theme("cart").await;
    let out = bench.members(cart).await[0];
    let title = bench.engine.signal_rows(vec![SignalId(out)]).await.unwrap()[0].title.clone();
    bench.engine.keep_out(vec![SignalId(out)], cart).await.unwrap();
    assert_ne!(bench.theme_of(out).await, Some(cart));
    bench.write(&[ticket(200, &format!("{title}!"), 1)]).await;
    bench.group().await;
    assert_ne!(bench.theme_of(25).await, Some(cart), "a twin of what was taken out");
    bench.engine.undo().await.unwrap();
    assert_eq!(bench.theme_of(out).await, Some(cart), "back at once");
}

#[tokio::test]
async fn signals_are_kept_together_and_apart() {
    let bench = Bench::with(8).await;
    bench.group().await;
    let (cart, login) = (bench.theme("cart").await, bench.theme("login").await);
    let (carts, logins) = (bench.members(cart).await, bench.members(login).await);
    bench.engine.keep_together(vec![SignalId(carts[0]), SignalId(logins[0])]).await.unwrap();
    assert_eq!(bench.theme_of(logins[0]).await, Some(cart));
    bench.engine.keep_apart(vec![SignalId(carts[0]), SignalId(carts[1])]).await.unwrap();
    assert_ne!(bench.theme_of(carts[1]).await, Some(cart));
    bench.engine.undo().await.unwrap();
    bench.engine.undo().await.unwrap();
    assert_eq!((bench.theme_of(carts[1]).await, bench.theme_of(logins[0]).await), (Some(cart), Some(login)));
    assert!(bench.engine.keep_apart(vec![SignalId(1)]).await.is_err());
}

#[tokio::test]
async fn corrections_teach() {
    // Half of the carts are moved out by a person; what comes then and is like those goes there too.
    let mut bench = Bench::with(6).await;
    bench.group().await;
    let cart = bench.theme("cart").await;
    let members = bench.members(cart).await;
    let forms = vec![
        PartForm { title: String::new(), signals: Vec::new() },
        PartForm { title: "Payment".to_owned(), signals: members[..3].iter().map(|id| SignalId(*id)).collect() },
    ];
    bench.engine.split_theme(cart, forms).await.unwrap();
    let payment = bench.theme_of(members[0]).await.unwrap();
    assert_ne!(payment, cart);
    let titles = bench.engine.signal_rows(vec![SignalId(members[0]), SignalId(members[4])]).await.unwrap();
    let twins = [
        ticket(300, &format!("{}, please", titles[0].title), 1),
        ticket(301, &format!("{}, please", titles[1].title), 1),
    ];
    bench.write(&twins).await;
    bench.group().await;
    assert_eq!((bench.theme_of(19).await, bench.theme_of(20).await), (Some(payment), Some(cart)));
}

#[tokio::test]
async fn a_whole_theme_becomes_an_opportunity() {
    let bench = Bench::with(8).await;
    bench.group().await;
    let theme = bench.theme("invoice").await;
    let row = bench.engine.theme(theme).await.unwrap().row;
    let declined = vec![SignalId(bench.members(theme).await[0])];
    bench.engine.decline(declined, DeclineReason::NotReal, String::new(), None).await.unwrap();
    let done = bench.engine.accept_theme(theme, AcceptInto::New { title: String::new() }, 2).await.unwrap();
    assert_eq!(done.changed, row.signals - 1, "what was declined stays so");
    assert_eq!(done.opportunity.as_ref().unwrap().title, row.title);
    let row = bench.engine.theme(theme).await.unwrap().row;
    assert_eq!(row.opportunity, done.opportunity);
    let list = bench.engine.themes(ThemeQuery { view: ThemeView::WithoutOpportunity, ..ThemeQuery::default() }).await;
    assert_eq!(list.unwrap().themes.len(), 2);
    bench.engine.undo().await.unwrap();
    assert_eq!(bench.engine.theme(theme).await.unwrap().row.opportunity, None);
}

#[tokio::test]
async fn a_second_look_suggests_and_does_nothing_by_itself() {
    let bench = Bench::with(8).await;
    bench.group().await;
    let (cart, login) = (bench.theme("cart").await, bench.theme("login").await);
    bench.engine.merge_themes(cart, vec![login], None).await.unwrap();
    let before = bench.members(cart).await;
    bench.engine.group_signals(true).await.unwrap();
    assert_eq!(bench.members(cart).await, before);
    let proposals = bench.engine.theme_proposals().await.unwrap();
    assert_eq!(proposals.len(), 1, "{proposals:?}");
    assert_eq!((proposals[0].kind, proposals[0].theme.id), (ProposalKind::Split, cart));
    bench.engine.decline_proposal(proposals[0].id).await.unwrap();
    bench.engine.group_signals(true).await.unwrap();
    assert_eq!(bench.engine.theme_proposals().await.unwrap(), []);
    bench.engine.undo().await.unwrap();
    assert_eq!(bench.engine.theme_proposals().await.unwrap().len(), 1);
}
