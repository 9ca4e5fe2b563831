import ChartGantt from '@lucide/svelte/icons/chart-gantt';
import ChartScatter from '@lucide/svelte/icons/chart-scatter';
import Columns3 from '@lucide/svelte/icons/columns-3';
import Network from '@lucide/svelte/icons/network';
import Table2 from '@lucide/svelte/icons/table-2';
import type { ActionId } from '../../actions';
import type { Layout } from '../../ipc';

/** How the opportunities can be laid out, each with what its action bar offers and says. */
export const LAYOUTS: readonly {
  id: Layout;
  title: string;
  icon: typeof Table2;
  go: ActionId;
  verbs: ActionId[];
  context: string;
}[] = [
  {
    id: 'table',
    title: 'Table',
    icon: Table2,
    go: 'asTable',
    verbs: ['reopen', 'open', 'export', 'score', 'decline', 'stageNext', 'exportAll', 'whatIf', 'new'],
    context: 'Bar = P10 to P90, mark = P50.',
  },
  {
    id: 'board',
    title: 'Board',
    icon: Columns3,
    go: 'asBoard',
    verbs: ['open', 'stageNext', 'stageBack', 'score', 'export', 'exportAll', 'chart'],
    context: 'Exported and later follow the tracker. They move by themselves.',
  },
  {
    id: 'matrix',
    title: 'Matrix',
    icon: ChartScatter,
    go: 'asMatrix',
    verbs: ['open', 'export', 'exportAll', 'score', 'whatIf', 'chart'],
    context: 'Dashed lines are the medians; risk is cut between Medium and High.',
  },
  {
    id: 'tree',
    title: 'Tree',
    icon: Network,
    go: 'asTree',
    verbs: ['reopen', 'open', 'columnLeft', 'columnRight', 'new', 'decline', 'moveUp', 'moveDown', 'chart'],
    context: 'Test first what matters most and is least sure: importance × unsureness.',
  },
  {
    id: 'timeline',
    title: 'Timeline',
    icon: ChartGantt,
    go: 'asTimeline',
    verbs: ['open', 'columnLeft', 'columnRight', 'timeScale', 'score', 'exportAll', 'chart'],
    context: 'A bar for each stage it reached.',
  },
];
