import type { Command } from 'commander';
import { ExitCode } from '../errors/exit-code.js';
import type { LinkList, LinkRow } from '../links/link-row.js';
import { listLinks, listMemberLinks } from '../links/list-links.js';
import { listHubLinks } from '../members/hub-links.js';
import { RECORDED_NOTE, recordedLinks } from '../members/recorded-links.js';
import { targetOf } from '../members/target.js';
import { type Column, fittingColumns, rowsOf } from '../output/columns.js';
import type { Output } from '../output/output.js';
import type { CommandContext, Runner } from '../session/command-context.js';
import { ACCOUNT_OPTION, readAccount } from './options/arguments.js';

interface LinkColumn extends Column<LinkRow> {
  /** Only where links of members are listed. */
  readonly isOfHub?: boolean;
}

const COLUMNS: readonly LinkColumn[] = [
  { heading: 'ENDPOINT', cell: ({ endpointId }) => endpointId },
  { heading: 'ACCOUNT', cell: ({ account }) => account || '-', isOfHub: true },
  { heading: 'FROM', cell: ({ endpointRegion }) => endpointRegion || '-', isOfHub: true, dropOrder: 2.5 },
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
    .option(...ACCOUNT_OPTION, readAccount)
    .action(({ account }: { readonly account?: string }) =>
      run(async (context) => {
        const { output } = context;
        const { rows, errors } = await readLinks(context);
        output.json({ links: rows, errors: errors.map(({ message, advice }) => ({ message, advice })) });
        if (rows.length === 0)
          output.line('No links, and no endpoints to the endpoint services of the projects.');
        else print(output, rows);
        for (const { message, advice } of errors) output.note(`${message} ${advice}`);
        return errors.length === 0 ? ExitCode.FINE : ExitCode.UNREACHABLE;
      }, account),
    );
}

async function readLinks(context: CommandContext): Promise<LinkList> {
  const target = await targetOf(context);
  if (target.kind === 'member') {
    context.output.note(RECORDED_NOTE);
    return { rows: await recordedLinks(target.member), errors: [] };
  }
  const { access, member } = target;
  if (member !== undefined) return listMemberLinks(access);
  return access.automation.members === undefined ? listLinks(access) : listHubLinks(access);
}

function print(output: Output, rows: readonly LinkRow[]): void {
  const hasAccounts = rows.some(({ account }) => account !== undefined);
  const wanted = COLUMNS.filter(({ isWide = false }) => output.isWide || !isWide).filter(
    ({ isOfHub = false }) => hasAccounts || !isOfHub,
  );
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
