import { hasVanished } from '../../lambda/domain/model/eligibility.js';
import { judgeLink } from '../../lambda/domain/model/link-status.js';
import type { VpcEndpoint } from '../../lambda/domain/model/ports/ec2.js';
import type { LinkSnapshot } from './check-link.js';

/** The final state of a link, after which nothing changes. */
export interface Settled {
  readonly outcome: 'available' | 'failed' | 'deleted' | 'retained';
  readonly message: string;
  readonly advice: string;
}

/**
 * Undefined while an execution is running, or may still start. While an execution has the link, its conclusion counts
 * and not Atlas's status: the execution retries a temporary refusal.
 *
 * @param wasLinked Atlas has shown the link before
 */
export function settledAs(snapshot: LinkSnapshot, wasLinked: boolean): Settled | undefined {
  const { isRunning, record, link, endpoint } = snapshot;
  if (isRunning) return undefined;
  if (record?.state === 'retained' && hasVanished(endpoint))
    return { outcome: 'retained', message: record.message, advice: record.advice };
  if (link !== undefined) return settledByAtlas(snapshot);
  if (record?.state === 'failed' || record?.state === 'timed-out')
    return { outcome: 'failed', message: record.message, advice: record.advice };
  if (hasVanished(endpoint))
    return {
      outcome: 'deleted',
      message: 'Neither EC2 nor Atlas has it any more.',
      advice: 'Check the id and the Region, where it should be there.',
    };
  return wasLinked ? removedFrom(endpoint) : undefined;
}

/** AWS permanently rejects the connection of an endpoint whose link was removed. */
function removedFrom(endpoint: VpcEndpoint | undefined): Settled {
  return {
    outcome: 'deleted',
    message: 'Its link was removed.',
    advice:
      endpoint?.state === 'rejected'
        ? 'EC2 shows the endpoint as rejected: it cannot be linked again. Delete it, and create another where one is needed.'
        : '',
  };
}

function settledByAtlas({ link, record }: LinkSnapshot): Settled | undefined {
  const { outcome, message, advice } = judgeLink(link, Number.POSITIVE_INFINITY);
  if (outcome === 'available') return { outcome, message: '', advice: '' };
  if (outcome === 'failed') return { outcome, message, advice };
  if (record?.state === 'timed-out')
    return { outcome: 'failed', message: record.message, advice: record.advice };
  return undefined;
}
