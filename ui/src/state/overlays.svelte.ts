/** What lies over the whole window. */
class Overlays {
  palette = $state(false);
  help = $state(false);
}

export const overlays = new Overlays();
