/** Responses of a proxy between the functions and Atlas, as data. */
import fc from 'fast-check';
import {
  type AtlasServer,
  FOREIGN_RESPONSES,
  type ForeignResponse,
  STALE_RESPONSES,
  type StaleResponse,
} from '../../local/atlas/index.js';

export interface ProxyLie {
  readonly method: string;
  readonly about: keyof typeof PATHS;
  readonly response: ForeignResponse | StaleResponse;
  readonly times: number;
}

const PATHS = {
  links: /\/endpointService\/\w+\/endpoint/,
  services: /\/endpointService(\/\w+)?$/,
  registrations: /\/endpointIds/,
  everything: /./,
};

const times = fc.integer({ min: 1, max: 4 });

export const proxyLie: fc.Arbitrary<ProxyLie> = fc.oneof(
  fc.record({
    method: fc.constantFrom('GET', 'POST', 'DELETE'),
    about: fc.constantFrom(
      'links' as const,
      'services' as const,
      'registrations' as const,
      'everything' as const,
    ),
    response: fc.constantFrom(...(Object.keys(FOREIGN_RESPONSES) as ForeignResponse[])),
    times,
  }),
  // Only reads are cached.
  fc.record({
    method: fc.constant('GET'),
    about: fc.constant('links' as const),
    response: fc.constantFrom<StaleResponse>('an earlier answer', 'a link that is not there'),
    times,
  }),
  fc.record({
    method: fc.constant('GET'),
    about: fc.constant('services' as const),
    response: fc.constantFrom<StaleResponse>('an earlier answer', 'a service that is not there'),
    times,
  }),
);

export function reportLie(
  { faults }: Pick<AtlasServer, 'faults'>,
  { method, about, response, times }: ProxyLie,
): void {
  const effect = { ...FOREIGN_RESPONSES, ...STALE_RESPONSES }[response];
  faults.add({ method, times, path: PATHS[about], effect });
}
