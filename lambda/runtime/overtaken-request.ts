/**
 * Lambda delivers a request again, after minutes where its function has crashed; CloudFormation may have cancelled it by
 * then, and issued another one about the resource. Of the two, the one that was issued later is what the stack wants.
 */
import * as v from 'valibot';
import { isCancellation } from '../contract/open-requests.js';
import { type RespondTo, respondToSchema } from '../contract/workflow-input.js';
import { requestName, resourcePrefix } from '../custom-resources/request-name.js';
import { overtakes } from '../domain/declared/earlier-requests.js';
import type { OpenRequestPort } from '../domain/model/ports/cloudformation.js';
import type { ExecutionPort } from '../domain/model/ports/executions.js';

interface OvertakenDependencies {
  readonly executions: ExecutionPort;
  readonly requests: OpenRequestPort;
}

/** A create or an update that is delivered after a later request about what it was to make. */
export class RequestOvertakenError extends Error {
  override readonly name = 'RequestOvertakenError';
}

/** What an earlier version has started does not say when it was issued. */
const ISSUED_INPUT = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ respondTo: v.pick(respondToSchema, ['issuedAt']) }),
);

/** Executions of the resource that are asked when they were issued, the newest first. */
const ASKED_EXECUTIONS = 5;

/** @throws RequestOvertakenError */
export async function requireNotOvertaken(deps: OvertakenDependencies, respondTo: RespondTo): Promise<void> {
  const isLater = overtakes(respondTo);
  if (isLater === undefined) return;
  if (isLater(await cancelledBefore(deps, respondTo)) || (await isAnyLater(deps, respondTo, isLater)))
    throw new RequestOvertakenError('CloudFormation has sent a later request for the resource.');
}

/** A Delete by an id that CloudFormation has made up may need no execution, and leaves word. */
async function cancelledBefore(
  { requests }: OvertakenDependencies,
  respondTo: RespondTo,
): Promise<string | undefined> {
  return (await requests.cancelledBefore(resourcePrefix(respondTo)))?.toISOString();
}

async function isAnyLater(
  deps: OvertakenDependencies,
  respondTo: RespondTo,
  isLater: (issuedAt: string | undefined) => boolean,
): Promise<boolean> {
  const own = requestName(respondTo);
  for (const name of await openOnes(deps, respondTo)) {
    if (name !== own && isLater((await deps.requests.find(name))?.respondTo.issuedAt)) return true;
  }
  const names = await deps.executions.list(resourcePrefix(respondTo));
  for (const name of names.slice(0, ASKED_EXECUTIONS)) {
    if (name !== own && isLater(await issueOf(deps, name))) return true;
  }
  return false;
}

async function openOnes({ requests }: OvertakenDependencies, respondTo: RespondTo): Promise<string[]> {
  const prefix = resourcePrefix(respondTo);
  return (await requests.list())
    .map(({ name }) => name)
    .filter((name) => name.startsWith(prefix) && !isCancellation(name));
}

async function issueOf({ executions }: OvertakenDependencies, name: string): Promise<string | undefined> {
  const input = v.safeParse(ISSUED_INPUT, (await executions.describe(name))?.input);
  return input.success ? input.output.respondTo.issuedAt : undefined;
}
