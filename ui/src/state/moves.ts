/** The id a key moves to: `by` further, kept inside the list. None when it is empty. */
export function stepFrom<Id extends number | string>(
  ids: readonly Id[],
  present: Id | null,
  by: number,
): Id | null {
  if (ids.length === 0) return null;
  const at = present === null ? -1 : ids.indexOf(present);
  if (at < 0) return ids[by < 0 ? ids.length - 1 : 0] ?? null;
  return ids[Math.min(ids.length - 1, Math.max(0, at + by))] ?? null;
}

/**
 * The verbs that move in a list of `ids` from the `present` one, for `perform`, which asks for them anew at each press.
 * They select another one and bring its line into view, the element `name-id`.
 */
export function moves<Id extends number | string>(
  name: string,
  ids: readonly Id[],
  present: Id | null | undefined,
  select: (id: Id) => void,
) {
  const step = (by: number) => {
    const next = stepFrom(ids, present ?? null, by);
    if (next === null) return;
    select(next);
    document.getElementById(`${name}-${next}`)?.scrollIntoView({ block: 'nearest' });
  };
  return {
    next: () => step(1),
    previous: () => step(-1),
    first: () => step(-ids.length),
    last: () => step(ids.length),
  };
}
