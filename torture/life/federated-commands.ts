/** Commands about endpoints to Data Federation, as data. */
import fc from 'fast-check';
import type { FederatedEndpoint, FederatedEndpoints, NamedProject } from './federated-endpoints.js';

export type FederatedCommand =
  | {
      readonly kind: 'create federated';
      readonly project: NamedProject;
      readonly selected: boolean;
      readonly byStack: boolean;
    }
  | { readonly kind: 'delete federated' | 'select federated' | 'deselect federated'; readonly pick: number }
  /** With the command line; also an endpoint that is deleted by now. */
  | { readonly kind: 'unlink federated'; readonly pick: number }
  | { readonly kind: 'name project'; readonly pick: number; readonly project: NamedProject }
  | { readonly kind: 'register by hand'; readonly pick: number; readonly project: number }
  | { readonly kind: 'foreign federated'; readonly project: number };

const pick = fc.nat({ max: 7 });
const index = fc.nat({ max: 1 });
const named = fc.constantFrom<NamedProject>(0, 0, 0, 1, 1, 'none', 'unknown');

export const federatedCommand: fc.Arbitrary<FederatedCommand> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('create federated' as const),
      project: named,
      selected: fc.nat({ max: 4 }).map((number) => number > 0),
      byStack: fc.boolean(),
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('delete federated' as const), pick }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('select federated' as const, 'deselect federated' as const),
      pick,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('unlink federated' as const), pick }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('name project' as const), pick, project: named }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('register by hand' as const), pick, project: index }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('foreign federated' as const), project: index }) },
);

export function playFederated(endpoints: FederatedEndpoints, command: FederatedCommand): void {
  switch (command.kind) {
    case 'create federated':
      endpoints.create(command);
      break;
    case 'foreign federated':
      endpoints.registerForeign(command.project);
      break;
    default: {
      const some = command.kind === 'unlink federated' ? endpoints.all : endpoints.living;
      const chosen = some[command.pick % Math.max(1, some.length)];
      if (chosen !== undefined) playOn(endpoints, chosen, command);
    }
  }
}

function playOn(
  endpoints: FederatedEndpoints,
  chosen: FederatedEndpoint,
  command: Exclude<FederatedCommand, { readonly kind: 'create federated' | 'foreign federated' }>,
): void {
  switch (command.kind) {
    case 'delete federated':
      endpoints.delete(chosen);
      break;
    case 'unlink federated':
      endpoints.unlink(chosen);
      break;
    case 'select federated':
      endpoints.select(chosen);
      break;
    case 'deselect federated':
      endpoints.deselect(chosen);
      break;
    case 'name project':
      endpoints.name(chosen, command.project);
      break;
    case 'register by hand':
      endpoints.registerByHand(chosen, command.project);
      break;
  }
}
