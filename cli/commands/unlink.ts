import { type Command, Option } from 'commander';
import { LAST_LINK_RULES, type LastLinkRule } from '../../lambda/contract/custom-resources.js';
import { serviceKindOf } from '../../lambda/contract/service-kind.js';
import { DATA_FEDERATION_PROJECT_TAG, DECLARED_TAG } from '../../lambda/contract/tags.js';
import {
  isConfigured,
  registeredIn,
  TAKEN_OUT_ADVICE,
} from '../../lambda/domain/data-federation/federation-directory.js';
import {
  type OwnRegistrationDependencies,
  registrationComment,
} from '../../lambda/domain/data-federation/own-registration.js';
import { hasVanished } from '../../lambda/domain/model/eligibility.js';
import { isSelected } from '../../lambda/domain/model/endpoint-selection.js';
import type { VpcEndpoint } from '../../lambda/domain/model/ports/ec2.js';
import { traitsOf } from '../../lambda/domain/model/service-traits.js';
import { describeHolder, othersRecord, ownRecord } from '../../lambda/domain/model/values/own-record.js';
import { registeredElsewhere, unlinkEndpoint } from '../../lambda/domain/unlinking/unlink-endpoint.js';
import { CommandError } from '../errors/command-error.js';
import { ExitCode } from '../errors/exit-code.js';
import { checkLink, type LinkSnapshot } from '../links/check-link.js';
import { commandLog, NO_METRICS } from '../links/domain-ports.js';
import { watchLink } from '../links/watch-link.js';
import { accessToChange } from '../members/endpoint-target.js';
import type { Access } from '../session/access.js';
import type { CommandContext, Runner } from '../session/command-context.js';
import { commandId } from './command-id.js';
import { confirm } from './confirm.js';
import {
  ACCOUNT_OPTION,
  ENDPOINT_ARGUMENT,
  readAccount,
  readEndpointId,
  readSeconds,
} from './options/arguments.js';
import { DEFAULT_WATCH_SECONDS, TIMEOUT_OPTION } from './watch.js';

interface Options {
  readonly lastLink?: LastLinkRule;
  readonly yes?: boolean;
  readonly wait: boolean;
  readonly timeout: number;
  readonly account?: string;
}

export function addUnlinkCommand(program: Command, run: Runner): void {
  program
    .command('unlink')
    .description('removes a link from Atlas permanently, after showing the consequences')
    .argument(...ENDPOINT_ARGUMENT, readEndpointId)
    .addOption(
      new Option(
        '--last-link <rule>',
        'what becomes of the last link of an endpoint service; default as the automation has it',
      ).choices(LAST_LINK_RULES),
    )
    .option('--yes', 'do not ask for confirmation')
    .option('--no-wait', 'return once the execution has been started')
    .option(
      TIMEOUT_OPTION,
      'stop watching after this time; the execution continues',
      readSeconds,
      DEFAULT_WATCH_SECONDS,
    )
    .option(...ACCOUNT_OPTION, readAccount)
    .action((endpointId: string, options: Options) =>
      run((context) => unlink(context, endpointId, options), options.account),
    );
}

async function unlink(context: CommandContext, endpointId: string, options: Options): Promise<ExitCode> {
  const { output } = context;
  const access = await accessToChange(context, endpointId);
  const snapshot = await checkLink(access, endpointId);
  if (snapshot.link === undefined) {
    requireConfigured(access, snapshot);
    throw new CommandError(
      `Atlas lists no link of ${endpointId} in the projects of the automation.`,
      'There is nothing to remove.',
    );
  }
  requireOwn(access, snapshot);
  await requireOneProject(access, snapshot);
  const lastLink = options.lastLink ?? access.automation.lastLink;
  // Printed in addition to the result, because a question must be clear with --output json too.
  for (const line of meaningOf(access, snapshot, lastLink)) output.note(line);
  for (const line of await registrarLines(access, snapshot)) output.note(line);
  if (isLast(snapshot) && lastLink === 'keep')
    throw new CommandError(
      `Nothing was removed: the link of ${endpointId} is the last of its endpoint service, and last links are retained.`,
      'Link another endpoint to the service first; or say --last-link remove, which removes the service and its name too.',
    );
  if (options.yes !== true && !(await confirm('Remove the link?'))) {
    output.note('Nothing was removed.');
    return ExitCode.WRONG;
  }
  return remove(context, access, snapshot, lastLink, options);
}

/** @throws CommandError, because the other automation would see that its link is deleted, and re-create it */
function requireOwn({ automation }: Access, { endpointId, record, recordProblem }: LinkSnapshot): void {
  if (recordProblem !== '')
    throw new CommandError(`The link of ${endpointId} was not changed.`, recordProblem);
  const others = othersRecord(record, automation);
  if (others === undefined) return;
  throw new CommandError(
    `The link of ${endpointId} was not changed: ${describeHolder(others)}.`,
    others.owner === '' || others.owner === automation.owner
      ? 'Remove it with the automation of its own account and Region.'
      : `Remove it with --automation ${others.owner}.`,
  );
}

/** @throws CommandError if the record names a project that was taken out of the automation, whose keys it has no more */
function requireConfigured({ automation }: Access, { endpointId, record }: LinkSnapshot): void {
  const registered = registeredIn(ownRecord(record, automation));
  if (registered === undefined || isConfigured(automation.projects, registered)) return;
  throw new CommandError(
    `Nothing was removed: the registry has ${endpointId} in project ${registered}, which the automation no longer has.`,
    `To move or remove the registration, ${TAKEN_OUT_ADVICE}.`,
  );
}

/** @throws CommandError if another project than the one shown may be meant */
async function requireOneProject(access: Access, snapshot: LinkSnapshot): Promise<void> {
  const { endpointId, place, alsoIn, isUndecided, record } = snapshot;
  if (place === undefined) return;
  const elsewhere = registeredElsewhere(ownRecord(record, access.automation), {
    projectId: place.projectId,
    endpointServiceId: place.service.endpointServiceId,
  });
  if (elsewhere !== undefined)
    throw new CommandError(
      `Nothing was removed: ${elsewhere}.`,
      `See whether project ${record?.link.projectId} still lists it: atlas-privatelink list. A registration that the automation does not have is removed in Atlas.`,
    );
  if (!isUndecided) return;
  const all = await Promise.all(
    [place.projectId, ...alsoIn].map((projectId) => registration(access, projectId, endpointId)),
  );
  throw new CommandError(
    `Nothing was removed: ${all.length} projects have registered ${endpointId} with Data Federation, and nothing says which one is meant: ${all.join(', ')}.`,
    `Remove the one that is meant in Atlas; or set the tag ${DATA_FEDERATION_PROJECT_TAG} on the VPC endpoint, with the id of its project, and say unlink again.`,
  );
}

async function registration({ atlas }: RegistrarReader, projectId: string, endpointId: string) {
  const found = await atlas.dataFederation.find({ projectId, endpointId });
  return `${projectId} (${found === undefined ? 'no longer' : `comment ${JSON.stringify(found.comment)}`})`;
}

async function remove(
  context: CommandContext,
  access: Access,
  { endpointId, place }: LinkSnapshot,
  lastLink: LastLinkRule,
  { wait, timeout }: Options,
): Promise<ExitCode> {
  const { automation, clock } = access;
  const { account, region } = automation;
  const projectIds = automation.projects.map(({ projectId }) => projectId);
  const ports = { log: commandLog(context.output), metrics: NO_METRICS };
  const deps = { ...access, ...automation, ...ports, projectIds, lastLink };
  const now = clock.now();
  const result = await unlinkEndpoint(deps, {
    endpointId,
    account,
    region,
    origin: 'command',
    cause: 'command',
    eventId: commandId(now),
    eventTime: now,
    restart: true,
    shown: place && { projectId: place.projectId, endpointServiceId: place.service.endpointServiceId },
  });
  if (result.kind === 'ignored')
    throw new CommandError(`Nothing was removed: ${result.message}.`, 'Check again: atlas-privatelink list');
  context.output.line(`${endpointId}: execution ${result.executionName} removes the link.`);
  context.output.json({ type: 'started', endpointId, executionName: result.executionName }, 'line');
  if (!wait) return ExitCode.FINE;
  const goal = 'deleted';
  const inProject = place?.projectId;
  return watchLink(context, access, {
    endpointId,
    timeoutSeconds: timeout,
    goal,
    wasLinked: true,
    inProject,
  });
}

function isLast({ endpointId, place }: LinkSnapshot): boolean {
  if (place === undefined || !traitsOf(place.service).goesWithLastLink) return false;
  return place.service.interfaceEndpoints.every((id) => id === endpointId);
}

/** Who has registered an endpoint to Data Federation: the command removes what is not the automation's, too. */
export async function registrarLines(
  access: RegistrarReader,
  { endpointId, place, alsoIn }: LinkSnapshot,
): Promise<string[]> {
  if (place === undefined || serviceKindOf(place.service) !== 'data-federation') return [];
  const { atlas, automation } = access;
  const found = await atlas.dataFederation.find({ projectId: place.projectId, endpointId });
  const others = await Promise.all(alsoIn.map((projectId) => registration(access, projectId, endpointId)));
  const isOwn = found?.comment === registrationComment(automation.owner);
  const registrar = isOwn
    ? '  This automation has registered it.'
    : '  Somebody else has registered it, and loses it.';
  return [
    ...(found === undefined
      ? []
      : [`  Comment of the registration: ${JSON.stringify(found.comment)}`, registrar]),
    ...others.map((other) => `  The registration in project ${other} stays.`),
  ];
}

interface RegistrarReader {
  readonly atlas: OwnRegistrationDependencies['atlas'];
  readonly automation: { readonly owner: string };
}

export function meaningOf(
  { automation }: Pick<Access, 'automation'>,
  snapshot: LinkSnapshot,
  lastLink: LastLinkRule,
): string[] {
  const { endpointId, endpoint, place, link } = snapshot;
  const service = place?.service;
  const others = service?.interfaceEndpoints.filter((id) => id !== endpointId).length ?? 0;
  const heading = [
    `Link of ${endpointId} (EC2: ${endpoint?.state ?? 'not seen here'}, Atlas: ${link?.connectionStatus})`,
    `  project ${place?.projectId}, endpoint service ${service?.endpointServiceId} (${service?.endpointServiceName ?? 'no name'})`,
  ];
  const living =
    endpoint === undefined || hasVanished(endpoint) ? [] : meaningForLiving(automation, snapshot, endpoint);
  if (service !== undefined && !traitsOf(service).goesWithLastLink) return [...heading, ...living];
  if (others === 0 && lastLink === 'keep') return [...heading, ...KEPT];
  return [
    ...heading,
    ...(others > 0
      ? [`  ${others} other ${others === 1 ? 'link stays' : 'links stay'} on the endpoint service.`]
      : REMOVED_WITH_SERVICE),
    ...living,
  ];
}

const LAST =
  '  It is the last link of its endpoint service, and Atlas deletes the service with its last link.';
const NEW_NAME = 'A new service has a new name: every VPC endpoint and stack that has the old one breaks.';
const KEPT = [
  LAST,
  '  Last links are retained: link, endpoint service and endpoint stay as they are, and what connects through them goes on.',
];
const REMOVED_WITH_SERVICE = [LAST, `  Both are removed (last link: remove). ${NEW_NAME}`];

function meaningForLiving(
  { selection }: Access['automation'],
  { place }: LinkSnapshot,
  endpoint: VpcEndpoint,
): string[] {
  const lines = ['  What connects through the endpoint is cut off.'];
  const isStillSelected = isSelected(selection, endpoint);
  // AWS cannot reject a connection that was not accepted yet.
  const isRejected =
    endpoint.state !== 'pendingacceptance' &&
    (place === undefined || traitsOf(place.service).isAcceptedFirst);
  if (!isRejected) {
    if (isStillSelected)
      lines.push('  It is still selected, so the next reconciliation links it again: deselect or delete it.');
  } else {
    lines.push(
      '  AWS then rejects the endpoint for good: it cannot be linked again, whoever tries. Where a link is needed later, create another VPC endpoint.',
    );
    if (isStillSelected)
      lines.push(
        '  It is still selected, so reconciliations report it as not linked until it is deselected or deleted.',
      );
  }
  if (endpoint.tags[DECLARED_TAG.KEY] !== undefined)
    lines.push('  A stack declares this link: remove it there, or the stack and Atlas differ.');
  return lines;
}
