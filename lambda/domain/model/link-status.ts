import { AWS_CONNECTION_STATUSES, type LinkDescription } from '../../contract/attributes.js';
import { serviceKindOf } from '../../contract/service-kind.js';
import { type TransientRefusal, transientRefusalOf } from './transient-refusal.js';

/** What Atlas's description of a link means for an execution that wants it available. */
export interface LinkOutcome {
  readonly outcome: 'pending' | 'available' | 'failed' | 'deleted';
  readonly message: string;
  readonly advice: string;
  /** True for an undocumented status, which counts as pending until the deadline. */
  readonly unknownStatus: boolean;
}

/** Right after the POST a GET may still return 404; later, a 404 means that somebody removed the link. */
export const REGISTRATION_GRACE_SECONDS = 60;

const FAILED_STATUSES = ['REJECTED', 'FAILED'];
/**
 * AWS's documented statuses, and those that other clients have seen (VERIFIED, INITIATING, WAITING_FOR_USER, DELETED).
 */
const KNOWN_STATUSES: readonly string[] = [
  ...AWS_CONNECTION_STATUSES,
  'INITIATING',
  'VERIFIED',
  'WAITING_FOR_USER',
  'FAILED',
  'DELETED',
  '',
];

const NO_LINK: LinkOutcome = {
  outcome: 'deleted',
  message: 'Atlas no longer lists the link: somebody removed it while it was being made.',
  advice: 'If it is still wanted, create the VPC endpoint again, or register it in Atlas.',
  unknownStatus: false,
};

/** Returns an outcome for every status, known or not. */
export function judgeLink(description: LinkDescription | undefined, elapsedSeconds: number): LinkOutcome {
  if (description === undefined) {
    return elapsedSeconds < REGISTRATION_GRACE_SECONDS
      ? pending('Atlas does not show the link yet.')
      : NO_LINK;
  }
  const status = description.connectionStatus.toUpperCase();
  if (FAILED_STATUSES.includes(status) || description.errorMessage !== '') return failed(description);
  if (status === 'AVAILABLE' && !description.deleteRequested) {
    return { outcome: 'available', message: '', advice: '', unknownStatus: false };
  }
  return { ...pending(''), unknownStatus: !KNOWN_STATUSES.includes(status) };
}

function pending(message: string): LinkOutcome {
  return { outcome: 'pending', message, advice: '', unknownStatus: false };
}

function failed(description: LinkDescription): LinkOutcome {
  const wording = description.errorMessage;
  return {
    outcome: 'failed',
    message: wording === '' ? `Atlas reports ${description.connectionStatus} without a message.` : wording,
    advice: serviceKindOf(description) === 'dedicated' ? adviceFor(wording) : FEDERATION_ADVICE,
    unknownStatus: false,
  };
}

/**
 * A refused link is never removed automatically, and a person who removes it must know what Atlas may delete with it.
 */
const ANOTHER_ENDPOINT =
  'Otherwise create another VPC endpoint for the service, and delete this one once the other is available: removing the last link of an endpoint service removes the service, and its name, with it.';
const ADVICE_OF: Readonly<Record<TransientRefusal, string>> = {
  'endpoint-busy': `AWS was still changing the endpoint when Atlas accepted it. Edit and save the private endpoint in Atlas (Network Access, Private Endpoint). ${ANOTHER_ENDPOINT}`,
  'endpoint-not-visible': `Check that the VPC endpoint still exists and that its Region is the Region of the endpoint service, or one of its supported remote Regions; then edit and save the private endpoint in Atlas (Network Access, Private Endpoint). ${ANOTHER_ENDPOINT}`,
};
const GENERAL_ADVICE = `Check the private endpoint in Atlas (Network Access, Private Endpoint), and mend what it names. ${ANOTHER_ENDPOINT}`;
const SUBNET_ADVICE =
  'Create another VPC endpoint for the service with at least one subnet, and delete this one once the other is available: removing the last link of an endpoint service removes the service, and its name, with it.';

const FEDERATION_ADVICE =
  'Check the private endpoint in Atlas (Data Federation and Online Archive), and mend what it names; or delete the VPC endpoint, and create another.';

function adviceFor(wording: string): string {
  const refusal = transientRefusalOf(wording);
  if (refusal !== undefined) return ADVICE_OF[refusal];
  return /dns entries|at least one subnet/i.test(wording) ? SUBNET_ADVICE : GENERAL_ADVICE;
}
