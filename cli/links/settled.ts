import { hasVanished } from '../../lambda/domain/model/gate.js';
import { judgeLink } from '../../lambda/domain/model/link-status.js';
import type { LinkSnapshot } from './look-at-link.js';

/** What a link has come to, when nothing moves any more. */
export interface Settled {
  readonly outcome: 'available' | 'failed' | 'gone' | 'kept';
  readonly message: string;
  readonly advice: string;
}

/**
 * Undefined while something is under way, or may still come. While a run has the link, its conclusion counts and not
 * what Atlas shows: a refusal that passes is made good by the run.
 *
 * @param wasLinked Atlas has shown the link before
 */
export function settledAs(snapshot: LinkSnapshot, wasLinked: boolean): Settled | undefined {
  const { isRunning, record, link, endpoint } = snapshot;
  if (isRunning) return undefined;
  if (record?.state === 'kept' && hasVanished(endpoint))
    return { outcome: 'kept', message: record.message, advice: record.advice };
  if (link !== undefined) return settledByAtlas(snapshot);
  if (record?.state === 'failed' || record?.state === 'timed-out')
    return { outcome: 'failed', message: record.message, advice: record.advice };
  if (hasVanished(endpoint))
    return {
      outcome: 'gone',
      message: 'Neither EC2 nor Atlas has it any more.',
      advice: 'Check the id and the Region, where it should be there.',
    };
  return wasLinked ? { outcome: 'gone', message: 'Its link was removed.', advice: '' } : undefined;
}

function settledByAtlas({ link, record }: LinkSnapshot): Settled | undefined {
  const { outcome, message, advice } = judgeLink(link, Number.POSITIVE_INFINITY);
  if (outcome === 'available') return { outcome, message: '', advice: '' };
  if (outcome === 'failed') return { outcome, message, advice };
  if (record?.state === 'timed-out')
    return { outcome: 'failed', message: record.message, advice: record.advice };
  return undefined;
}
