import type { IdeaMapping, IdeaPreview, IdeaSource, IdeaTarget, Stage } from '../../ipc';

export const SOURCES: Record<IdeaSource, string> = {
  productboard: 'Productboard',
  jira: 'Jira Product Discovery',
  canny: 'Canny',
  csv: 'Another list',
};

export const TARGETS: Record<IdeaTarget, string> = {
  id: 'Id, known again by it',
  title: 'Title',
  statement: 'Statement',
  status: 'Status',
  owner: 'Owner',
  service: 'Service',
  tags: 'Tags, under the statement',
  votes: 'Votes, under the statement',
  link: 'Link, under the statement',
  leave_out: 'Leave out',
};

/** A target comes from one column only: the column that had it is left out. */
export function withTarget(mapping: IdeaMapping, index: number, target: IdeaTarget): IdeaMapping {
  const columns = mapping.columns.map((held, at): IdeaTarget => {
    if (at === index) return target;
    return held === target ? 'leave_out' : held;
  });
  return { ...mapping, columns };
}

/** What a person says of a status replaces what they said before. */
export function withStage(mapping: IdeaMapping, word: string, stage: Stage): IdeaMapping {
  const others = mapping.stages.filter(([known]) => known.toLowerCase() !== word.toLowerCase());
  return { ...mapping, stages: [...others, [word, stage]] };
}

/** Rows that would become opportunities. */
export function ready(preview: Pick<IdeaPreview, 'clean' | 'noted'>): number {
  return preview.clean + preview.noted;
}
