import type { ThemeRef } from '../../ipc';

/** As a filter of the Inbox: signals that fit no theme. */
export const noTheme: ThemeRef = { id: 0, title: 'No theme' };
