import type { Place } from '../protocol/place.js';

export const DEFAULT_BUS = 'default';

export interface BusName extends Place {
  readonly name: string;
}

const BUS_ARN = /^arn:aws:events:([a-z0-9-]+):(\d{12}):event-bus\/([\w./-]+)$/;

export function busArnOf({ account, region }: Place, name: string): string {
  return `arn:aws:events:${region}:${account}:event-bus/${name}`;
}

/** Undefined for a text that is not the ARN of an event bus. */
export function parseBusArn(arn: string): BusName | undefined {
  const [, region, account, name] = BUS_ARN.exec(arn) ?? [];
  if (region === undefined || account === undefined || name === undefined) return undefined;
  return { account, region, name };
}
