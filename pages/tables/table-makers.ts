/** Functions that generate the blocks of the pages, by block name. */
import { automationAlarmsTable, hubAlarmsTable, providerAlarmsTable } from './alarms-table.js';
import { commandsTable } from './commands-table.js';
import type { BlockMaker } from './made-blocks.js';
import { metricsTable } from './metrics-table.js';
import { organizationPassTable } from './organization-pass-table.js';
import { AUTOMATION_PROPS, otherPropsTables, propsTable } from './props-tables.js';
import { settingsTable } from './settings-table.js';

export const TABLE_MAKERS: ReadonlyMap<string, BlockMaker> = new Map([
  ['automation-props', () => propsTable(AUTOMATION_PROPS)],
  ['other-props', otherPropsTables],
  ['automation-alarms', automationAlarmsTable],
  ['hub-alarms', hubAlarmsTable],
  ['provider-alarms', providerAlarmsTable],
  ['metrics', metricsTable],
  ['organization-pass', organizationPassTable],
  ['commands', commandsTable],
  ['settings', settingsTable],
]);
