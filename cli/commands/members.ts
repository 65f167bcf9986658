import type { Command } from 'commander';
import { MEMBER_VERSION, memberStackSetName } from '../../lambda/contract/members.js';
import { stackOf } from '../automation/stack-name.js';
import { CommandError } from '../errors/command-error.js';
import { ExitCode } from '../errors/exit-code.js';
import { ENTER_OTHERWISE, TRUST } from '../errors/refused-role.js';
import { readProjectServices } from '../links/project-services.js';
import { type HubAccess, hubOf } from '../members/hub-access.js';
import { listMembers, type MemberRow, type MembersWanted } from '../members/list-members.js';
import { type RegionRow, regionRows } from '../members/region-services.js';
import { readStackSetsAccess, type StackSetsAccess } from '../members/stack-sets-access.js';
import { isTolerated } from '../members/template-version.js';
import { type Column, fittingColumns, rowsOf } from '../output/columns.js';
import type { Output } from '../output/output.js';
import type { Access } from '../session/access.js';
import type { Runner } from '../session/command-context.js';
import { readAccounts } from './options/arguments.js';

interface Options {
  readonly enter: boolean;
  readonly expect?: readonly string[];
}

export function addMembersCommand(program: Command, run: Runner): void {
  program
    .command('members')
    .description('lists the accounts and Regions of a hub: version, when heard last, reachable or not')
    .option('--no-enter', 'assume no role of a member: whether members are reachable is left open')
    .option(
      '--expect <account ids...>',
      'accounts that should be members: those that were never heard are listed too',
      readAccounts,
    )
    .action(({ enter, expect = [] }: Options) =>
      run(async ({ output, connect }) => {
        const access = await connect();
        const hub = hubOf(access);
        if (hub === undefined) throw noHub(access.automation);
        const found = await gather(access, hub, { enters: enter, expected: expect });
        output.json(documentOf(hub, found));
        print(output, hub, found);
        const { members } = found;
        return members.some(isWrong) ? ExitCode.WRONG : ExitCode.FINE;
      }),
    );
}

function noHub(automation: Parameters<typeof stackOf>[0] & { readonly serviceName: string }): CommandError {
  return new CommandError(
    `Automation ${automation.serviceName} is no hub: it serves its own account and Region alone.`,
    `To make it one, add members to ${stackOf(automation)}: docs/organization.md.`,
    ExitCode.USAGE,
  );
}

interface Found {
  readonly members: readonly MemberRow[];
  readonly regions: readonly RegionRow[];
  /** Undefined for a hub of listed accounts, which needs no organization. */
  readonly stackSets: StackSetsAccess | undefined;
  readonly enters: boolean;
}

/** What cannot be asked is not known, and leaves the list of members as it is. */
async function gather(
  access: Access,
  hub: HubAccess,
  wanted: Omit<MembersWanted, 'senders'>,
): Promise<Found> {
  const { setting } = hub;
  const { projects } = access.automation;
  const isOfOrganization = setting.accounts === undefined;
  const [senders, services, stackSets] = await Promise.all([
    hub.busSenders().catch(() => undefined),
    readProjectServices(access),
    isOfOrganization ? readStackSetsAccess() : undefined,
  ]);
  const members = await listMembers(access, hub, { ...wanted, senders });
  const regions = regionRows(setting.regions, projects, services);
  return { members, regions, stackSets, enters: wanted.enters };
}

function documentOf({ setting, home }: HubAccess, { members, regions, stackSets, enters }: Found): object {
  return {
    hub: { ...home, namespace: setting.namespace, memberVersion: MEMBER_VERSION },
    enteredWith: enters ? 'caller' : null,
    members,
    regions: regions.map(({ region, projectIds, note }) => ({ region, projectIds, note })),
    stackSets: stackSets ?? null,
  };
}

function isWrong({ silent, reachable, deadLetters, version }: MemberRow): boolean {
  const isForeign = version !== null && !isTolerated(version);
  return silent || reachable === false || (deadLetters ?? 0) > 0 || isForeign;
}

const COLUMNS: readonly Column<MemberRow>[] = [
  { heading: 'ACCOUNT', cell: ({ account }) => account },
  { heading: 'REGION', cell: ({ region }) => region },
  { heading: 'VERSION', cell: versionText, dropOrder: 1 },
  { heading: 'HEARD', cell: ({ heardAt }) => heardAt ?? 'never', dropOrder: 2 },
  { heading: 'REACHABLE', cell: reachableText },
  { heading: 'UNDELIVERED', cell: ({ deadLetters }) => String(deadLetters ?? '-'), dropOrder: 3 },
  { heading: 'NOTE', cell: ({ note }) => note },
];

function versionText({ version, versionStatus }: MemberRow): string {
  if (version === null) return '-';
  return versionStatus === 'current' ? String(version) : `${version} (${versionStatus})`;
}

function reachableText({ reachable }: MemberRow): string {
  if (reachable === null) return '-';
  return reachable ? 'yes' : 'no';
}

/** Of an organization, the hub knows whom it has heard. */
function neverHeard(namespace: string): string {
  const [rules, roles] = [memberStackSetName(namespace, 'rules'), memberStackSetName(namespace, 'roles')];
  return `An account whose member stack has failed was never heard, and is not in this list: --expect with the ids of all accounts shows it, and aws cloudformation list-stack-instances --stack-set-name ${rules} --filters Name=DETAILED_STATUS,Values=FAILED names it, and the same with ${roles} (with --call-as DELEGATED_ADMIN in an account that is a delegated administrator).`;
}

/** The policy of the hub's functions has conditions that a person's need not have. */
const CREDENTIALS =
  "REACHABLE was tried with your credentials, not with those of the hub's functions, whose policy names the organization or its units as well: the alarm MemberUnreachable and the dashboard say whom the functions cannot reach.";

const REGION_COLUMNS: readonly Column<RegionRow>[] = [
  { heading: 'REGION', cell: ({ region }) => region },
  { heading: 'SERVICES', cell: servicesText },
  { heading: 'NOTE', cell: ({ note }) => note },
];

function print(output: Output, { setting }: HubAccess, { members, regions, stackSets, enters }: Found): void {
  if (members.length === 0)
    output.line('No member was heard yet: deploy the member stacks, and wait for an hour.');
  else printTable(output, COLUMNS, members);
  output.line();
  printTable(output, REGION_COLUMNS, regions);
  if (stackSets !== undefined) {
    output.note(stackSets.note === '' ? STACK_SETS_FINE : stackSets.note);
    output.note(neverHeard(setting.namespace));
  }
  if (!enters || members.length === 0) return;
  if (members.some(({ reachable }) => reachable !== null)) {
    output.note(CREDENTIALS);
    return;
  }
  output.note(TRUST);
  output.note(ENTER_OTHERWISE);
}

function servicesText({ projectIds, projects }: RegionRow): string {
  return `${projectIds.length} of ${projects}`;
}

const STACK_SETS_FINE = 'StackSets may use the organization: trusted access is ENABLED.';

function printTable<T>(output: Output, all: readonly Column<T>[], items: readonly T[]): void {
  const columns = fittingColumns(all, items, output.width);
  output.table(
    columns.map(({ heading }) => heading),
    rowsOf(columns, items),
  );
}
