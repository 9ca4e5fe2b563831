// Scrolls the list for some seconds; gives how many pixels it is from where it began. The place is set between frames,
// as a wheel does it: within one, the frame would be drawn before the page could know.
const [how, every, milliseconds, done] = arguments;
const box = document.querySelector(".rows[role='listbox']");
const [began, end] = [box.scrollTop, performance.now() + milliseconds];
const notch = 96;
let jumps = 0;
// Anywhere, evenly spread, the same in every run.
const anywhere = () => (box.scrollHeight - box.clientHeight) * ((++jumps * 0.618034) % 1);
const next = {
  wheel: () => box.scrollTop + notch,
  pages: () => box.scrollTop + box.clientHeight - 32,
  jumps: anywhere,
}[how];
function go() {
  if (performance.now() > end) return done(Math.abs(box.scrollTop - began));
  box.scrollTop = next();
  setTimeout(go, every);
}
go();
