/** People who link and unlink endpoints with the command line. */
import { DEFAULT_NAMESPACE, HUB_ROLE_TAG } from '../../lambda/contract/members.js';
import { RegistryPath } from '../../lambda/contract/registry.js';
import type { OrganizationWorld } from '../../local/organization-world.js';
import { type CommandResult, runCommandLine } from '../worlds/command-line.js';
import { holdCall } from '../worlds/held-call.js';
import type { MemberEndpoint } from './member-endpoint.js';
import { HUB, isHome } from './organization-setting.js';

export interface PersonCommand {
  readonly command: 'link' | 'unlink';
  /** With a role of the hub's account that members trust, or as an administrator of the endpoint's account. */
  readonly by: 'hub' | 'member';
  /** Number of the person's call in the hub that is held while the world continues; 0: none. */
  readonly heldCall: number;
  readonly heldSeconds: number;
}

export interface CommandRun extends PersonCommand, CommandResult {
  readonly endpointId: string;
  /** Account of the credentials. */
  readonly account: string;
}

/** Access key of somebody with a role of the hub's account that members trust. */
const TRUSTED = 'TRUSTEDBYMEMBERS';

export class People {
  readonly runs: CommandRun[] = [];

  constructor(private readonly world: OrganizationWorld) {
    world.home.aws.addPerson(TRUSTED, [{ Effect: 'Allow', Action: '*', Resource: '*' }]);
    const arn = `arn:aws:iam::${HUB}:role/${TRUSTED}`;
    const tags = new Map([[HUB_ROLE_TAG, DEFAULT_NAMESPACE]]);
    world.cloud.account(HUB).roles.put({ arn, trust: [], tags });
  }

  /** World time passes only while a call is held. */
  async run(command: PersonCommand, { endpoint, place }: MemberEndpoint): Promise<void> {
    const { endpointId } = endpoint;
    const { account, region } = place.aws;
    const isHub = command.by === 'hub';
    const environment = isHub
      ? { ...this.world.environmentOf(HUB), AWS_ACCESS_KEY_ID: TRUSTED }
      : this.world.environmentOf(account, region);
    const args = [
      ...[command.command, endpointId, '--no-wait', '--output', 'json'],
      ...(command.command === 'unlink' ? ['--yes'] : []),
      ...(isHub ? ['--automation', this.firstAutomation()] : []),
      ...(isHub && isHome(place.aws) ? [] : ['--account', account, '--region', region]),
    ];
    const result = await this.runHeld(command, () => runCommandLine(args, environment));
    this.runs.push({ ...command, ...result, endpointId, account: isHub ? HUB : account });
  }

  private async runHeld<T>({ heldCall, heldSeconds }: PersonCommand, run: () => Promise<T>): Promise<T> {
    if (heldCall === 0) return run();
    const held = holdCall(this.world.home, TRUSTED, heldCall);
    const running = run();
    try {
      const isHeld = await Promise.race([held.arrived.then(() => true), running.then(() => false)]);
      if (isHeld) await this.world.time.run(heldSeconds);
    } finally {
      held.release();
    }
    return running;
  }

  /** That of the first hub; the second one's service name ends with a number. */
  private firstAutomation(): string {
    const found = this.world.home.aws.parameters.below(RegistryPath.AUTOMATIONS, true);
    const namespaced = found.find(({ value }) => (membersIn(value)?.namespace ?? '') === DEFAULT_NAMESPACE);
    if (namespaced === undefined) throw new Error('The world has no automation of the first hub');
    return namespaced.name.split('/').at(-1) ?? '';
  }
}

function membersIn(description: string): { readonly namespace: string } | undefined {
  const { members } = JSON.parse(description) as { readonly members?: string };
  return members === undefined ? undefined : (JSON.parse(members) as { readonly namespace: string });
}
