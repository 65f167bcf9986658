/** Table of all settings of the ready-made app. */
import { SETTINGS } from '../../bin/setting-table.js';
import { code, markdownTable } from './markdown-table.js';

export function settingsTable(): string {
  const rows = Object.entries(SETTINGS).map(([name, [variable, what]]) => [code(name), code(variable), what]);
  return markdownTable(['context', 'environment variable', 'what it is'], rows);
}
