/** Digests and alerts in words. */
import { moment } from '../../../format';
import type { DigestForm, DigestKind, DigestSent, DigestView, MailForm, MailSecurity } from '../../../ipc';

export const KINDS: { id: DigestKind; title: string }[] = [
  { id: 'slack', title: 'Slack' },
  { id: 'mattermost', title: 'Mattermost' },
  { id: 'teams', title: 'Microsoft Teams' },
  { id: 'mail', title: 'E-mail' },
];

export const DAYS: { id: string; title: string }[] = [
  { id: 'mon', title: 'Monday' },
  { id: 'tue', title: 'Tuesday' },
  { id: 'wed', title: 'Wednesday' },
  { id: 'thu', title: 'Thursday' },
  { id: 'fri', title: 'Friday' },
  { id: 'sat', title: 'Saturday' },
  { id: 'sun', title: 'Sunday' },
];

/** With the port each usually has. */
export const SECURITIES: { id: MailSecurity; title: string; port: number }[] = [
  { id: 'tls', title: 'TLS', port: 465 },
  { id: 'starttls', title: 'STARTTLS', port: 587 },
  { id: 'none', title: 'None', port: 25 },
];

/** Where the address of a webhook comes from. */
export const WEBHOOK: Record<DigestKind, string> = {
  slack: 'From Slack: your app, Incoming Webhooks, Add New Webhook.',
  mattermost: 'From Mattermost: Integrations, Incoming Webhooks.',
  teams: 'From Teams: Workflows, “When a Teams webhook request is received”.',
  mail: '',
};

export function kindName(kind: DigestKind): string {
  return KINDS.find(({ id }) => id === kind)?.title ?? kind;
}

/** The day and the time of "mon 09:00". */
export function parts(when: string): { day: string; at: string } {
  const [day = 'mon', at = '09:00'] = when.split(' ');
  return { day, at };
}

/** "Every Monday at 09:00, and when exports stop". */
export function sends(form: DigestForm): string {
  const { day, at } = parts(form.when);
  const weekly = `Every ${DAYS.find(({ id }) => id === day)?.title ?? day} at ${at}`;
  if (form.weekly) return form.andon ? `${weekly}, and when exports stop` : weekly;
  return form.andon ? 'When exports stop' : 'Only by hand';
}

/** "Next Mon 09:00", "Due now"; empty where nothing is sent by itself. */
export function nextDigest(to: DigestView, now: number): string {
  if (to.next === null) return '';
  return to.next <= now ? 'Due now' : `Next ${moment(to.next, now)}`;
}

export const STATES: Record<DigestSent['state'], { title: string; tone: 'good' | 'bad' | 'risk' }> = {
  sent: { title: 'Sent', tone: 'good' },
  failed: { title: 'Not sent', tone: 'bad' },
  unknown: { title: 'Not known', tone: 'risk' },
};

export const WHATS: Record<DigestSent['what'], string> = {
  week: 'Digest',
  andon: 'Alert',
  test: 'Test',
};

/** What became of a message, in the server's words or ours. */
export function outcome(sent: DigestSent, now: number): string {
  if (sent.problem) {
    const { what, kept, todo } = sent.problem;
    const again = sent.retry_at === null ? todo : `It is tried again ${moment(sent.retry_at, now)}.`;
    return [what, kept, again].filter(Boolean).join(' ');
  }
  if (sent.state === 'unknown')
    return 'No answer came, so it may have arrived. Look there; send it again only if it isn’t.';
  return sent.answer;
}

export function newForm(): DigestForm {
  return { name: '', kind: 'slack', weekly: true, when: 'mon 09:00', andon: false, mail: null };
}

export function newMail(): MailForm {
  return { host: '', port: 587, security: 'starttls', user: '', from: '', to: [] };
}

/** What keeps a destination from being stored. Null: nothing does. */
export function formNeeds(form: DigestForm, secret: string, kept: boolean): string | null {
  if (form.kind !== 'mail') {
    if (secret.trim() === '' && !kept) return 'The address of the webhook is missing.';
    return secret.trim() === '' || /^https?:\/\//.test(secret.trim())
      ? null
      : 'The address begins with https://.';
  }
  const mail = form.mail ?? newMail();
  if (mail.host.trim() === '') return 'The mail server is missing.';
  if (mail.from.trim() === '') return 'The sender is missing.';
  if (mail.to.every((to) => to.trim() === '')) return 'Somebody must get it.';
  return mail.user.trim() !== '' && secret === '' && !kept ? 'The password is missing.' : null;
}
