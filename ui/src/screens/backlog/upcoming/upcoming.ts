import type { UpcomingStage } from '../../../ipc';

export const upcomingStages: Record<UpcomingStage, string> = {
  planned: 'Planned',
  in_sprint: 'In sprint',
  in_test: 'In test',
  released: 'Released',
};

export const stageTones = {
  planned: 'plain',
  in_sprint: 'accent',
  in_test: 'risk',
  released: 'good',
} as const;

/** A day in UTC as the engine reads it: `2026-11-30`. */
export function isoDay(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
