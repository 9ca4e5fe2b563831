import CircleCheck from '@lucide/svelte/icons/circle-check';
import CircleSlash from '@lucide/svelte/icons/circle-slash';
import CircleX from '@lucide/svelte/icons/circle-x';
import Hourglass from '@lucide/svelte/icons/hourglass';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';

/** How far what was sent to a tracker is, as a chip shows it. */
export const looks = {
  queued: { word: 'Waiting', tone: 'plain', icon: Hourglass },
  needs_check: { word: 'Needs a check', tone: 'risk', icon: TriangleAlert },
  unclear: { word: 'Is it there?', tone: 'risk', icon: TriangleAlert },
  sent: { word: 'Sent', tone: 'good', icon: CircleCheck },
  failed: { word: 'Refused', tone: 'bad', icon: CircleX },
  cancelled: { word: 'Given up', tone: 'plain', icon: CircleSlash },
} as const;
