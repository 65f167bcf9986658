/** Failures of Atlas's API, as data. */
import type { AtlasServer, FaultEffect } from '../../local/atlas/index.js';
import type { LambdaFunctions } from '../../local/aws/lambda/lambda-functions.js';

export const RESPONSES = {
  none: { kind: 'drop' },
  '500': { kind: 'response', status: 500 },
  '503': { kind: 'response', status: 503 },
  /** The connection stays open without a response; the request may have been carried out. */
  hangs: { kind: 'hang' },
  '429': { kind: 'response', status: 429, headers: { 'Retry-After': '20' } },
} as const satisfies Readonly<Record<string, FaultEffect>>;

export interface AtlasFailure {
  readonly method: string;
  readonly times: number;
  readonly afterEffect: boolean;
  readonly response: keyof typeof RESPONSES;
}

type Faults = Pick<AtlasServer, 'faults'>;

export function failAtlas({ faults }: Faults, { method, times, afterEffect, response }: AtlasFailure): void {
  faults.add({
    ...{ method, times },
    // A throttled request has no effect.
    afterEffect: afterEffect && response !== '429',
    effect: RESPONSES[response],
  });
}

/** The calling container crashes after Atlas has carried out its request. */
export function dieAtAtlas(
  { faults }: Faults,
  functions: Pick<LambdaFunctions, 'killWorking'>,
  { method, times }: Pick<AtlasFailure, 'method' | 'times'>,
): void {
  faults.add({
    ...{ method, times },
    effect: {
      kind: 'alter',
      alter: (response) => {
        functions.killWorking();
        return response;
      },
    },
  });
}
