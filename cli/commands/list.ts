import type { Command } from 'commander';
import type { Runner } from '../command-context.js';
import { ExitCode } from '../exit-code.js';
import type { LinkRow } from '../links/link-row.js';
import { listLinks } from '../links/list-links.js';
import { type Column, fittingColumns, rowsOf } from '../output/columns.js';
import type { Output } from '../output/output.js';

const COLUMNS: readonly Column<LinkRow>[] = [
  { heading: 'ENDPOINT', cell: ({ endpointId }) => endpointId },
  { heading: 'NAME', cell: ({ name }) => name || '-', dropOrder: 6 },
  { heading: 'CLOUD', cell: ({ cloudProvider }) => cloudProvider, isWide: true },
  { heading: 'REGION', cell: ({ region }) => region || '-', dropOrder: 2 },
  { heading: 'PROJECT', cell: ({ projectId }) => projectId || '-', dropOrder: 1 },
  { heading: 'SERVICE', cell: ({ endpointServiceId }) => endpointServiceId || '-', isWide: true },
  { heading: 'SELECTED', cell: ({ selected }) => selectedText(selected), isWide: true },
  { heading: 'ATLAS', cell: ({ atlasStatus }) => atlasStatus || '-' },
  { heading: 'EC2', cell: ec2Text, dropOrder: 5 },
  { heading: 'REGISTRY', cell: ({ registryState }) => registryState || '-', dropOrder: 3 },
  { heading: 'WARNINGS', cell: ({ warnings }) => warnings.join('+') || '-', dropOrder: 4 },
  { heading: 'NOTE', cell: ({ note }) => note },
];

export function addListCommand(program: Command, run: Runner): void {
  program
    .command('list')
    .description('lists all links of the configured projects, and all selected endpoints without a link')
    .action(() =>
      run(async ({ output, connect }) => {
        const { rows, errors } = await listLinks(await connect());
        output.json({ links: rows, errors: errors.map(({ message, advice }) => ({ message, advice })) });
        if (rows.length === 0)
          output.line('No links, and no endpoints to the endpoint services of the projects.');
        else print(output, rows);
        for (const { message, advice } of errors) output.note(`${message} ${advice}`);
        return errors.length === 0 ? ExitCode.FINE : ExitCode.UNREACHABLE;
      }),
    );
}

function print(output: Output, rows: readonly LinkRow[]): void {
  const wanted = COLUMNS.filter(({ isWide = false }) => output.isWide || !isWide);
  const shown = output.isWide ? rows : rows.map(withShortId);
  const columns = fittingColumns(wanted, shown, output.width);
  output.table(
    columns.map(({ heading }) => heading),
    rowsOf(columns, shown),
  );
}

/** Azure ids are paths of some 150 characters that end with the name. */
function withShortId(row: LinkRow): LinkRow {
  return { ...row, endpointId: row.endpointId.split('/').at(-1) ?? row.endpointId };
}

function ec2Text({ cloudProvider, ec2State }: LinkRow): string {
  return cloudProvider === 'AWS' ? ec2State || 'not seen' : '-';
}

function selectedText(selected: boolean | null): string {
  if (selected === null) return '-';
  return selected ? 'yes' : 'no';
}
