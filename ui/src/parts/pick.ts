import type { Kind, Stage } from '../ipc';

/** One thing a picker can offer. */
export interface PickItem {
  id: number;
  title: string;
  /** Mono, before the title: OPP-31. */
  label?: string;
  detail?: string;
  kind?: Kind;
  stage?: Stage;
}
