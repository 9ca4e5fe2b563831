import type { OpportunityId } from '../../ipc';
import { place } from '../../state/route.svelte';
import { view } from '../opportunities/view.svelte';

/** Opens the what-if with an opportunity selected in it. */
export function askWhatIf(id: OpportunityId): void {
  view.selected = id;
  place.go({ screen: 'whatIf' });
}
