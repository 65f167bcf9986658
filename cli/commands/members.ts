import type { Command } from 'commander';
import { MEMBER_VERSION, memberStackSetName } from '../../lambda/contract/members.js';
import { stackOf } from '../automation/stack-name.js';
import { CommandError } from '../errors/command-error.js';
import { ExitCode } from '../errors/exit-code.js';
import { ENTER_OTHERWISE, TRUST } from '../errors/refused-role.js';
import { type HubAccess, hubOf } from '../members/hub-access.js';
import { listMembers, type MemberRow } from '../members/list-members.js';
import { isTolerated } from '../members/template-version.js';
import { type Column, fittingColumns, rowsOf } from '../output/columns.js';
import type { Output } from '../output/output.js';
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
        const members = await listMembers(access, hub, { enters: enter, expected: expect });
        output.json({ hub: documentOf(hub), members });
        print(output, members, enter, hub);
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

function documentOf({ setting, home }: HubAccess): object {
  return { ...home, namespace: setting.namespace, memberVersion: MEMBER_VERSION };
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

/** CloudFormation alone knows why the StackSets of a hub reach no account. */
const STACK_SETS =
  'StackSets need trusted access with AWS Organizations: aws cloudformation describe-organizations-access says ENABLED; if not, run aws cloudformation activate-organizations-access in the management account. aws cloudformation list-stack-instances has the reason of each failed account.';

/** Of an organization, the hub knows whom it has heard. */
function neverHeard(namespace: string): string {
  const [rules, roles] = [memberStackSetName(namespace, 'rules'), memberStackSetName(namespace, 'roles')];
  return `An account whose member stack has failed was never heard, and is not in this list: --expect with the ids of all accounts shows it, and aws cloudformation list-stack-instances --stack-set-name ${rules} --filters Name=DETAILED_STATUS,Values=FAILED names it, and the same with ${roles} (with --call-as DELEGATED_ADMIN in an account that is a delegated administrator).`;
}

function print(
  output: Output,
  members: readonly MemberRow[],
  enters: boolean,
  { setting }: Pick<HubAccess, 'setting'>,
): void {
  if (members.length === 0) {
    output.line('No member was heard yet: deploy the member stacks, and wait for an hour.');
    output.note(STACK_SETS);
    return;
  }
  const columns = fittingColumns(COLUMNS, members, output.width);
  output.table(
    columns.map(({ heading }) => heading),
    rowsOf(columns, members),
  );
  if (setting.accounts === undefined) output.note(neverHeard(setting.namespace));
  if (enters && members.every(({ reachable }) => reachable === null)) {
    output.note(TRUST);
    output.note(ENTER_OTHERWISE);
  }
}
