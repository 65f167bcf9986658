import type { EndpointService } from '../../local/atlas/index.js';
import type { StackOutcome } from '../../local/aws/cloudformation/stack-player.js';
import type { World } from '../../local/world.js';
import { type DeclaredWorld, startDeclared } from '../worlds/declared-stack.js';
import { reportLie } from '../worlds/proxy-lies.js';
import { worldOptionsOf } from '../worlds/surroundings.js';
import { Neighbour } from './neighbour.js';
import type { StackSetting, StackStep } from './stack-steps.js';

export const FOREIGN_ENDPOINT = 'vpce-0ffffffffffffffff';

/** A declared stack in a project that also has services and links of other owners. */
export class StackWorld {
  /** An endpoint service of another owner, with a link. */
  readonly foreign: EndpointService;
  /** Endpoint services of other owners that exist from the beginning. */
  readonly foreigners: EndpointService[];
  /** Creates and removes services and links in the same Regions. */
  readonly neighbour: Neighbour;
  private stands = false;
  private mayAdopt: boolean;

  private constructor(
    readonly setting: StackSetting,
    readonly declared: DeclaredWorld,
  ) {
    const { world, project, player } = declared;
    this.foreign = world.atlas.world.createService(project, 'AWS', 'AP_SOUTH_1', true);
    world.atlas.world.createLink(this.foreign, FOREIGN_ENDPOINT, {});
    this.foreigners = [this.foreign];
    this.neighbour = new Neighbour(world, project);
    this.mayAdopt = setting.isThereBefore;
    if (setting.isThereBefore)
      this.foreigners.push(world.atlas.world.createService(project, 'AWS', 'EU_WEST_1', true));
    player.deliveries = setting.deliverTwice ? 2 : 1;
    player.takesLateResponses = setting.takesLateResponses;
    player.updatesReplaced = setting.updatesReplaced;
  }

  static async start(setting: StackSetting): Promise<StackWorld> {
    return new StackWorld(setting, await startDeclared(worldOptionsOf(setting)));
  }

  get world(): World {
    return this.declared.world;
  }

  /** Deploys the stack once. A stack whose creation failed is removed. */
  async deploy(step: StackStep): Promise<void> {
    const { state, faults, lies, kills, stopAfterSeconds, cancelAfterSeconds, neighbour } = step;
    const { world, declared } = this;
    const { lastLink: _, ...byDefault } = state;
    // An explicit `lastLink` also applies to an adopted service. The default lets the functions find out whether it is
    // adopted.
    this.mayAdopt ||= neighbour.length > 0;
    const wanted = this.mayAdopt ? byDefault : state;
    if (stopAfterSeconds !== null) world.time.after(stopAfterSeconds, () => stopOne(world));
    // A call that crashed or had no response from Atlas may have had its effect. What the neighbour makes before the
    // retry cannot be distinguished from it.
    const isDoubtful = kills.length > 0 || lies.some(({ method }) => method === 'POST');
    for (const one of isDoubtful ? [] : neighbour) this.neighbour.plan(one);
    if (cancelAfterSeconds !== null) world.time.after(cancelAfterSeconds, () => declared.player.cancel());
    for (const one of faults) world.atlas.faults.add(one);
    for (const one of lies) reportLie(world.atlas, one);
    for (const action of kills) world.aws.server.faults.push({ action, times: 1, effect: 'kill' });
    const outcome: StackOutcome = this.stands ? await declared.update(wanted) : await declared.create(wanted);
    world.atlas.faults.clear();
    this.stands ||= outcome.status === 'COMPLETE';
    if (!this.stands && outcome.status === 'FAILED') await declared.remove();
  }

  /** Deletes the stack, and waits until Atlas has deleted its resources. */
  async removeAll(): Promise<void> {
    const { world } = this;
    await this.declared.remove();
    for (let times = 0; times < 2; times += 1) {
      await world.time.run(200);
      world.atlas.world.settle();
    }
  }
}

function stopOne({ aws }: World): void {
  const running = aws.executions.all.find(({ status }) => status === 'RUNNING');
  if (running !== undefined) aws.executions.abort(running);
}
