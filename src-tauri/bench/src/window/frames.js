// Writes down when keys came, and what stands in the list of signals at every frame. It looks just before a frame is
// drawn, so what it sees is on the screen by the time of the frame after it.
const seen = { origin: performance.timeOrigin, frames: [], keys: [] };

// The lines in sight that hold no text yet, by their ids, and the edges along which no line is drawn at all.
function blankLines(box) {
  const view = box.getBoundingClientRect();
  const area = box.querySelector('.area').getBoundingClientRect();
  const [top, bottom] = [view.top + 1, Math.min(view.bottom, area.bottom) - 1];
  const lines = [...box.querySelectorAll('.line > *')].map((line) => ({ line, at: line.getBoundingClientRect() }));
  const blank = lines
    .filter(({ at }) => at.bottom > top && at.top < bottom)
    .filter(({ line }) => line.role === 'option' && !line.querySelector('.title'))
    .map(({ line }) => line.id);
  if (!lines.length || lines[0].at.top > top) blank.push('above');
  if (!lines.length || lines.at(-1).at.bottom < bottom) blank.push('below');
  return blank;
}

function look() {
  const box = document.querySelector(".rows[role='listbox']");
  const first = box?.querySelector("[role='option']");
  const active = box?.querySelector("[aria-selected='true']:has(.title)");
  seen.frames.push({
    at: performance.now(),
    total: Number(first?.ariaSetSize ?? 0),
    top: first?.ariaPosInSet === '1' ? first.id : '',
    active: Number(active?.ariaPosInSet ?? 0),
    blank: box ? blankLines(box) : [],
  });
  requestAnimationFrame(look);
}

addEventListener('keydown', (event) => seen.keys.push(Math.min(event.timeStamp, performance.now())), true);
requestAnimationFrame(look);

// Gives what was written down since the last time.
window.takeSeen = () => {
  const taken = { ...seen };
  [seen.frames, seen.keys] = [[], []];
  return taken;
};
