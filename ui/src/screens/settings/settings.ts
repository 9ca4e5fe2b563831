import type { Settings } from '../../ipc';

/** What keeps the settings from being stored, by field. Empty: nothing does. */
export function settingNeeds(settings: Settings): Partial<Record<keyof Settings, string>> {
  const needs: Partial<Record<keyof Settings, string>> = {};
  if (settings.workspace_name.trim() === '') needs.workspace_name = 'The workspace needs a name.';
  if (settings.actor.trim() === '') needs.actor = 'Decisions need a name beside them.';
  if (!/^[A-Za-z]{3}$/.test(settings.currency.trim()))
    needs.currency = 'A currency has three letters, such as EUR or USD.';
  if (settings.reach_unit.trim() === '')
    needs.reach_unit = 'Say what reach counts, for example customers a quarter.';
  return needs;
}
