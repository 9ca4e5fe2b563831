import type { Forum, ForumAction, ForumItem, ForumRecord, MeetingRef } from '../../../ipc';

/** What the keys of the forum walk over: the agenda, then the actions, then the meetings that were held. */
export type Line =
  | { type: 'item'; id: string; item: ForumItem }
  | { type: 'action'; id: string; action: ForumAction }
  | { type: 'meeting'; id: string; meeting: MeetingRef };

export function linesOf({ items, actions, held }: Forum): Line[] {
  return [
    ...items.map((item) => ({ type: 'item' as const, id: `item ${item.key}`, item })),
    ...actions.map((action) => ({ type: 'action' as const, id: `action ${action.uid}`, action })),
    ...held.map((meeting) => ({ type: 'meeting' as const, id: `meeting ${meeting.uid}`, meeting })),
  ];
}

/** What has the versions of a line. */
export function recordOf(line: Line): ForumRecord {
  switch (line.type) {
    case 'item':
      return { type: 'item', key: line.item.key };
    case 'action':
      return { type: 'action', uid: line.action.uid };
    case 'meeting':
      return { type: 'meeting', uid: line.meeting.uid };
  }
}

/** A line in a word or two. */
export function nameOf(line: Line | null): string {
  if (line?.type === 'item') return line.item.title;
  return line?.type === 'action' ? line.action.text : '';
}
