/** Table of all metrics, from the docstrings of their names. */
import { membersOfConstant } from './docstrings.js';
import { code, markdownTable } from './markdown-table.js';

export function metricsTable(): string {
  const metrics = membersOfConstant('lambda/contract/metrics.ts', 'Metric');
  const rows = [...metrics].map(([name, { docs, tags }]) => [code(name), tags.get('unit') ?? 'count', docs]);
  return markdownTable(['metric', 'unit', 'counts'], rows);
}
