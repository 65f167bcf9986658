/**
 * Could the endpoint's event be delivered? If the endpoint is linked, or a stack declares it, this no longer matters.
 */
import { DECLARED_TAG } from '../../../lambda/contract/tags.js';
import { LINK_REFUSED } from '../../../lambda/domain/model/errors/link-refused-error.js';
import type { VpcEndpoint } from '../../../lambda/domain/model/ports/ec2.js';
import { stackOf, stackOfEndpoint } from '../../automation/stack-name.js';
import type { TrailFacts } from '../../aws/trails.js';
import type { DeadLetter } from '../../redrive/dead-letter.js';
import type { DoctorFacts } from '../facts/doctor-facts.js';
import { isKnown } from '../facts/fact.js';
import type { TrailsFound } from '../facts/gather-trails.js';
import { type Check, type Finding, notChecked, note, ok, wrong } from './check.js';
import { endOf, LINK_SECONDS, waitThenWrong } from './waiting.js';

export function isRegistered({ link }: Pick<DoctorFacts, 'link'>): boolean {
  return isKnown(link) && link.value !== undefined;
}

export function isDeclared({ endpoint }: Pick<DoctorFacts, 'endpoint'>): boolean {
  return isKnown(endpoint) && endpoint.value?.tags[DECLARED_TAG.KEY] !== undefined;
}

/** An execution is running for it, so it no longer waits for the event. */
export function isUnderWay({ isRunning }: Pick<DoctorFacts, 'isRunning'>): boolean {
  return isKnown(isRunning) && isRunning.value;
}

/** Facts that say whether the delivery of events still matters. */
export type LinkFacts = Pick<DoctorFacts, 'link' | 'endpoint' | 'isRunning' | 'now'>;

/** A defect in the delivery of events explains an endpoint that is not linked; for a linked one, it is only a note. */
export function wrongUnlessLinked(facts: LinkFacts, message: string, remedy: string): Finding {
  return isRegistered(facts) || isDeclared(facts) || isUnderWay(facts)
    ? note(message, remedy)
    : wrong(message, remedy);
}

type TrailFactsOfEndpoint = LinkFacts &
  Pick<DoctorFacts, 'trails' | 'otherTrails' | 'endpointId'> & {
    readonly automation: Pick<DoctorFacts['automation'], 'region' | 'stackRuleName'>;
  };

export function trailLogs(facts: TrailFactsOfEndpoint): Finding {
  const { trails, otherTrails, automation } = facts;
  if (!isKnown(trails)) return notChecked(trails.unknown);
  const good = trails.value.find((trail) => trail.isLogging === true && trail.logsManagementWrites === true);
  if (good !== undefined) return ok(`Trail ${good.name} logs management events.`);
  const maybe = trails.value.find(
    (trail) => trail.isLogging !== false && trail.logsManagementWrites !== false,
  );
  if (maybe !== undefined) return notChecked(unseen(maybe));
  const trouble = trailTrouble(trails.value, otherTrails, automation.region);
  return (
    notNeeded(facts, trouble) ??
    wrongUnlessLinked(
      facts,
      `${trouble}: EventBridge receives no events about VPC endpoints${saidByItself(automation)}.`,
      `${remedyOf(otherTrails)} Endpoints of before are found by the next reconciliation, or by atlas-privatelink reconcile.`,
    )
  );
}

/** CloudFormation reports the endpoints of stacks, and tags them. */
function notNeeded(
  { automation, endpoint, endpointId }: TrailFactsOfEndpoint,
  trouble: string,
): Finding | undefined {
  const made = isKnown(endpoint) ? endpoint.value : undefined;
  const stack = made === undefined ? undefined : stackOfEndpoint(made);
  if (stack === undefined || automation.stackRuleName === '') return undefined;
  return note(
    `${trouble}. ${endpointId} needs none: CloudFormation itself reports what stack ${stack} makes and deletes.`,
    'Endpoints that no stack makes, or that somebody deletes outside of their stack, need a CloudTrail trail that logs management write events in this Region.',
  );
}

function saidByItself({ stackRuleName }: TrailFactsOfEndpoint['automation']): string {
  return stackRuleName === '' ? '' : ' but those of CloudFormation stacks';
}

/** Only its management account can see this for an organization's trail. */
function unseen({ name, isLogging, logsManagementWrites }: TrailFacts): string {
  const refused = [
    ...(isLogging === undefined ? ['cloudtrail:GetTrailStatus'] : []),
    ...(logsManagementWrites === undefined ? ['cloudtrail:GetEventSelectors'] : []),
  ];
  return `AWS does not show to this role what trail ${name} logs (${refused.join(', ')}).`;
}

function trailTrouble(
  trails: readonly TrailFacts[],
  others: TrailsFound['otherTrails'],
  region: string,
): string {
  const names = trails.map(({ name }) => name).join(', ');
  if (trails.length === 0) return `No CloudTrail trail covers ${region}${elsewhere(others)}`;
  if (trails.every(({ isLogging }) => isLogging === false)) return `Logging of trail ${names} is off`;
  return `Trail ${names} does not log management write events of EC2`;
}

/** A trail of one Region logs nothing of the others. */
function elsewhere(others: TrailsFound['otherTrails']): string {
  if (!isKnown(others)) return ` (whether another Region has one is not known: ${others.unknown})`;
  const [first, ...more] = others.value;
  if (first === undefined) return '';
  const count = more.length === 0 ? '' : `, as are ${more.length} more`;
  return `; trail ${first.name} of ${first.region} is of that Region alone${count}`;
}

function remedyOf(others: TrailsFound['otherTrails']): string {
  const [first] = isKnown(others) ? others.value : [];
  if (first === undefined)
    return 'Create or correct a CloudTrail trail that logs management write events in this Region.';
  return `Make it a trail of all Regions (aws cloudtrail update-trail --name ${first.name} --region ${first.region} --is-multi-region-trail), or create one that logs management write events in this Region.`;
}

export const rulesEnabled: Check = (facts) => {
  const { rules } = facts;
  if (!isKnown(rules)) return notChecked(rules.unknown);
  const broken = rules.value.filter(({ state }) => state !== 'enabled');
  if (broken.length === 0) return ok(`${rules.value.length} EventBridge rules are enabled.`);
  const wording = broken.map(({ name, state }) => `${name} is ${state}`).join(', ');
  return wrongUnlessLinked(
    facts,
    `EventBridge rule ${wording}.`,
    `Enable the rule, or deploy ${stackOf(facts.automation)} again where it is missing; then run atlas-privatelink reconcile.`,
  );
};

export const noDeadLetters: Check = (facts) => {
  const { deadLetters, endpointId } = facts;
  if (!isKnown(deadLetters)) return notChecked(deadLetters.unknown);
  const [first] = deadLetters.value;
  if (first === undefined) return ok(`No dead-letter message is about ${endpointId}.`);
  const { reason, remedy } = reasonOf(facts, first);
  return wrongUnlessLinked(
    facts,
    `A dead-letter message waits (${first.subject})${reason === '' ? '.' : `: ${reason}`}`,
    remedy,
  );
};

/** The registry has message and advice of a refusal in two fields; an error that Lambda reports has both in one text. */
function reasonOf(
  { automation, record }: DoctorFacts,
  { errorType, reason }: DeadLetter,
): { readonly reason: string; readonly remedy: string } {
  const own = isKnown(record) && record.value?.owner === automation.owner ? record.value : undefined;
  const failed = own?.state === 'failed' ? own : undefined;
  if (errorType !== LINK_REFUSED || failed === undefined || failed.message === '' || failed.advice === '')
    return { reason, remedy: 'Mend what it says, then run atlas-privatelink redrive.' };
  return { reason: failed.message, remedy: `${failed.advice} Then run atlas-privatelink redrive.` };
}

export const notDeclared: Check = (facts) => {
  if (!isKnown(facts.endpoint)) return notChecked(facts.endpoint.unknown);
  if (!isDeclared(facts)) return ok('No stack declares its link.');
  if (isRegistered(facts)) return ok('A stack declares its link, and the automation leaves it alone.');
  return notLinkedByStack(facts, facts.endpoint.value);
};

function notLinkedByStack({ endpointId, now }: DoctorFacts, endpoint: VpcEndpoint | undefined): Finding {
  const stack = endpoint === undefined ? undefined : stackOfEndpoint(endpoint);
  const declarer = stack === undefined ? 'A stack' : `Stack ${stack}, or one that is deployed with it,`;
  return waitThenWrong(now, endOf(endpoint?.createdAt, LINK_SECONDS), {
    message: `${declarer} declares the link of ${endpointId}, so the automation leaves it alone, and Atlas does not list it.`,
    remedy: `Check the resource of the link in ${stack === undefined ? 'its CloudFormation stack' : `CloudFormation stack ${stack}`}; or take the tag ${DECLARED_TAG.KEY} off the endpoint, and the automation links it.`,
  });
}
