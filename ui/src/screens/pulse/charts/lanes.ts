/** Where the marks of the timeline stand and what they are called. Pure. */
import { clock, count, moment, number } from '../../../format';
import type { LaneDeployment, LaneIncident, PulseLane, PulseTimeline, SignalId, Time } from '../../../ipc';
import { kinds } from '../../../words';
import { severityWord, span } from '../words';

export interface Mark {
  /** Names it on the page. */
  key: string;
  id: SignalId;
  at: Time;
  /** What a voice says. */
  name: string;
}

/** How high an incident's bar is, px; one without a class is drawn like a low one. */
export const BAR_HEIGHT = { critical: 14, high: 10, medium: 7, low: 4, none: 4 } as const;

/** A moment's place on the axis, 0–100; outside it the nearer end. */
export function along(timeline: Pick<PulseTimeline, 'from' | 'to'>, at: Time): number {
  const share = (at - timeline.from) / Math.max(1, timeline.to - timeline.from);
  return Math.min(1, Math.max(0, share)) * 100;
}

/** The marks of a lane in the order of time. */
export function marksOf(lane: PulseLane, now: Time): Mark[] {
  const deployments = lane.deployments.map((one) => ({
    key: `d${one.id}`,
    id: one.id,
    at: one.at,
    name: deploymentName(one, now),
  }));
  const incidents = lane.incidents.map((one) => ({
    key: `i${one.id}`,
    id: one.id,
    at: one.from,
    name: incidentName(one, now),
  }));
  return [...deployments, ...incidents].sort((a, b) => a.at - b.at || a.key.localeCompare(b.key));
}

function deploymentName(one: LaneDeployment, now: Time): string {
  const after = [one.failed ? 'It failed.' : '', one.repairs ? 'It repairs an earlier one.' : ''];
  return [`${kinds[one.kind].one} ${one.label}. ${one.title}. ${moment(one.at, now)}.`, ...after]
    .filter(Boolean)
    .join(' ');
}

/** The label stands first, as it is shown. */
function incidentName(one: LaneIncident, now: Time): string {
  return `${shownLabel(one)}. Incident. ${one.title}. ${severityWord(one.severity)}. ${moment(one.from, now)}, ${lasted(one)}. ${linkWords(one)}.`;
}

export function shownLabel(one: LaneIncident): string {
  return one.to === null ? `${one.label}, open` : one.label;
}

export function lasted(one: LaneIncident): string {
  return one.to === null ? 'still open' : `lasted ${span(one.to - one.from)}`;
}

/** "1 confirmed link, 2 suggested" */
export function linkWords(one: LaneIncident): string {
  const confirmed = one.links.filter((link) => link.state === 'confirmed').length;
  const suggested = one.links.length - confirmed;
  if (one.links.length === 0) return 'No change is linked';
  return [
    confirmed > 0 ? count(confirmed, 'confirmed link') : '',
    suggested > 0 ? `${number(suggested)} suggested` : '',
  ]
    .filter(Boolean)
    .join(', ');
}

/** What the picture shows, for those who don't see it. */
export function finding(timeline: PulseTimeline): string {
  return `${count(timeline.deployments, 'deployment')} and ${count(timeline.incidents, 'incident')} in ${count(timeline.days.length, 'day')}, ${count(timeline.confirmed, 'confirmed link')}, ${number(timeline.suggested)} suggested`;
}

/** The mark an arrow leads to, from the one that has the focus; null where there is none. */
export function beside(lanes: readonly Mark[][], from: string, key: string): Mark | null {
  const row = lanes.findIndex((marks) => marks.some((mark) => mark.key === from));
  const marks = lanes[row];
  const here = marks?.find((mark) => mark.key === from);
  if (!marks || !here) return null;
  if (key === 'ArrowRight') return marks[marks.indexOf(here) + 1] ?? null;
  if (key === 'ArrowLeft') return marks[marks.indexOf(here) - 1] ?? null;
  if (key === 'Home') return marks[0] ?? null;
  if (key === 'End') return marks.at(-1) ?? null;
  const step = { ArrowDown: 1, ArrowUp: -1 }[key];
  if (!step) return null;
  for (let at = row + step; lanes[at]; at += step) {
    const near = nearest(lanes[at] ?? [], here.at);
    if (near) return near;
  }
  return null;
}

function nearest(marks: readonly Mark[], at: Time): Mark | null {
  return marks.reduce<Mark | null>(
    (best, mark) => (best && Math.abs(best.at - at) <= Math.abs(mark.at - at) ? best : mark),
    null,
  );
}

export interface LaneTableRow {
  key: string;
  id: SignalId;
  when: string;
  kind: string;
  title: string;
  service: string;
  class: string;
  lasted: string;
  links: string;
}

/** The same as rows, the newest first. */
export function tableOf(timeline: PulseTimeline, now: Time): LaneTableRow[] {
  return timeline.lanes
    .flatMap((lane) => [
      ...lane.incidents.map((one) => ({
        at: one.from,
        row: {
          key: `i${one.id}`,
          id: one.id,
          when: moment(one.from, now),
          kind: 'Incident',
          title: `${one.label} ${one.title}`,
          service: lane.name,
          class: severityWord(one.severity),
          lasted: one.to === null ? 'Still open' : `${span(one.to - one.from)}, to ${clock(one.to)}`,
          links: linkWords(one),
        },
      })),
      ...lane.deployments.map((one) => ({
        at: one.at,
        row: {
          key: `d${one.id}`,
          id: one.id,
          when: moment(one.at, now),
          kind: kinds[one.kind].one,
          title: `${one.label} ${one.title}`,
          service: lane.name,
          class: '',
          lasted: '',
          links: [one.failed ? 'Failed' : '', one.repairs ? 'Repairs an earlier one' : '']
            .filter(Boolean)
            .join(', '),
        },
      })),
    ])
    .sort((a, b) => b.at - a.at)
    .map(({ row }) => row);
}
