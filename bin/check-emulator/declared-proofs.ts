import { failureText } from '../check-apps/packed.js';
import { PROVIDER_TEMPLATE } from '../template/provider-template.js';
import { type DeclaredStack, declaredTemplate } from './declared-template.js';
import type { Proof } from './proof.js';
import type { Surroundings } from './surroundings.js';

const PROVIDER = 'AtlasPrivateLinkProvider';
const STACK = 'Declared';
const BEGINNING: DeclaredStack = { endpoint: 'First', lastLink: 'keep', isBroken: false };
const LATER: DeclaredStack = { endpoint: 'Second', lastLink: 'remove', isBroken: false };

/** The order matters: each proof needs the state that the previous one leaves. */
export function declaredProofs(around: Surroundings): readonly Proof[] {
  return [
    ['provider', () => deployProvider(around)],
    ['custom resources, create', () => created(around)],
    ['custom resources, update', () => updated(around)],
    ['custom resources, replace', () => replaced(around)],
    ['custom resources, rollback', () => rolledBack(around)],
    ['custom resources, delete', () => deleted(around)],
    ['provider, destroy', () => around.destroy(PROVIDER).then(() => 'the stack is deleted')],
  ];
}

async function deployProvider(around: Surroundings): Promise<string> {
  await around.deployMade(PROVIDER_TEMPLATE, PROVIDER, []);
  return `service token ${await around.output(PROVIDER, 'ProviderServiceToken')}`;
}

async function created(around: Surroundings): Promise<string> {
  await deploy(around, BEGINNING);
  const [endpointId] = expectLinks(around, 1);
  return `service and link of ${endpointId} are AVAILABLE; status ${await around.output(STACK, 'ConnectionStatus')}`;
}

async function updated(around: Surroundings): Promise<string> {
  const before = expectLinks(around, 1);
  await deploy(around, { ...BEGINNING, lastLink: 'remove' });
  const after = expectLinks(around, 1);
  if (before.join() !== after.join()) throw new Error(`the link of ${before.join()} became ${after.join()}`);
  return 'the link stays the same';
}

async function replaced(around: Surroundings): Promise<string> {
  const before = expectLinks(around, 1);
  await deploy(around, LATER);
  const after = expectLinks(around, 1);
  if (before.join() === after.join()) throw new Error(`the link is still that of ${before.join()}`);
  return `${before.join()} has given way to ${after.join()}`;
}

async function rolledBack(around: Surroundings): Promise<string> {
  const before = expectLinks(around, 1);
  const failure = await deploy(around, { ...LATER, isBroken: true }).then(
    () => undefined,
    (error: unknown) => failureText(error),
  );
  if (failure === undefined) throw new Error('a link to a service that does not exist was deployed');
  const status = await around.cli.value(
    'Stacks[0].StackStatus',
    ...['cloudformation', 'describe-stacks', '--stack-name', STACK],
  );
  if (status !== 'UPDATE_ROLLBACK_COMPLETE') throw new Error(`the stack is ${status}`);
  const after = expectLinks(around, 1);
  if (before.join() !== after.join()) throw new Error(`the link of ${before.join()} became ${after.join()}`);
  return `${status}; the service that the update had made is gone, the link stays`;
}

async function deleted(around: Surroundings): Promise<string> {
  await around.destroy(STACK);
  around.world.settle();
  const services = [...around.declaredProject.services.values()];
  if (services.length > 0) throw new Error(`Atlas still has ${services.map(({ id }) => id).join()}`);
  return 'nothing is left in Atlas';
}

async function deploy(around: Surroundings, stack: DeclaredStack): Promise<void> {
  const path = around.file(
    'declared.json',
    JSON.stringify(declaredTemplate(around.declaredProject.id, stack)),
  );
  await around.deploy(path, STACK, []);
}

/** @throws Error unless there is one service with this number of links, all available */
function expectLinks(around: Surroundings, count: number): string[] {
  around.world.settle();
  const [service, ...others] = around.declaredProject.services.values();
  if (service === undefined || others.length > 0)
    throw new Error(`Atlas has ${others.length + (service === undefined ? 0 : 1)} services`);
  const links = [...service.links.values()];
  const statuses = links.map(({ status }) => status);
  if (links.length !== count || statuses.some((status) => status !== 'AVAILABLE'))
    throw new Error(`Atlas has ${links.length} links: ${statuses.join()}`);
  return [...service.links.keys()];
}
