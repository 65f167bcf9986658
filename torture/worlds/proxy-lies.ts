/** What stands between the functions and Atlas answers in its place; as data. */
import fc from 'fast-check';
import {
  type AtlasServer,
  FOREIGN_ANSWERS,
  type ForeignAnswer,
  STALE_ANSWERS,
  type StaleAnswer,
} from '../../local/atlas/index.js';

export interface ProxyLie {
  readonly method: string;
  readonly about: keyof typeof PATHS;
  readonly answer: ForeignAnswer | StaleAnswer;
  readonly times: number;
}

const PATHS = {
  links: /\/endpointService\/\w+\/endpoint/,
  services: /\/endpointService(\/\w+)?$/,
  everything: /./,
};

const times = fc.integer({ min: 1, max: 4 });

export const proxyLie: fc.Arbitrary<ProxyLie> = fc.oneof(
  fc.record({
    method: fc.constantFrom('GET', 'POST', 'DELETE'),
    about: fc.constantFrom('links' as const, 'services' as const, 'everything' as const),
    answer: fc.constantFrom(...(Object.keys(FOREIGN_ANSWERS) as ForeignAnswer[])),
    times,
  }),
  // Only reads are cached.
  fc.record({
    method: fc.constant('GET'),
    about: fc.constant('links' as const),
    answer: fc.constantFrom<StaleAnswer>('an earlier answer', 'a link that is not there'),
    times,
  }),
  fc.record({
    method: fc.constant('GET'),
    about: fc.constant('services' as const),
    answer: fc.constantFrom<StaleAnswer>('an earlier answer', 'a service that is not there'),
    times,
  }),
);

export function tellLie(
  { faults }: Pick<AtlasServer, 'faults'>,
  { method, about, answer, times }: ProxyLie,
): void {
  const strike = { ...FOREIGN_ANSWERS, ...STALE_ANSWERS }[answer];
  faults.add({ method, times, path: PATHS[about], strike });
}
