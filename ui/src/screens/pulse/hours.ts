/** Hours as people write them, `4`, `1.5`, `1,5`, in minutes; undefined when it isn't a number above nothing. */
export function readHours(text: string): number | undefined {
  const found = /^\s*(\d{1,5})(?:[.,](\d{1,2}))?\s*h?\s*$/.exec(text);
  if (!found) return undefined;
  const minutes = Math.round(Number(`${found[1]}.${found[2] ?? 0}`) * 60);
  return minutes > 0 ? minutes : undefined;
}
