import { AwsError } from '../protocol/aws-error.js';
import type { Place } from '../protocol/place.js';
import { DEFAULT_BUS, parseBusArn } from './bus-names.js';
import type { EventBus } from './event-bus.js';

/** The event buses of a place: the default bus, which always exists, and custom buses. */
export class EventBuses {
  private readonly buses = new Map<string, EventBus>();

  constructor(
    private readonly place: Place,
    private readonly make: (name: string) => EventBus,
  ) {
    this.create(DEFAULT_BUS);
  }

  /** Creates a bus. An existing bus of this name is retained with its rules. */
  create(name: string): EventBus {
    const bus = this.buses.get(name) ?? this.make(name);
    this.buses.set(name, bus);
    return bus;
  }

  get all(): EventBus[] {
    return [...this.buses.values()];
  }

  /** @param nameOrArn an ARN of another place finds no bus */
  find(nameOrArn: string): EventBus | undefined {
    if (!nameOrArn.startsWith('arn:')) return this.buses.get(nameOrArn);
    const parsed = parseBusArn(nameOrArn);
    const { account, region } = this.place;
    if (parsed?.account !== account || parsed.region !== region) return undefined;
    return this.buses.get(parsed.name);
  }

  /** @throws AwsError ResourceNotFoundException */
  get(nameOrArn: string): EventBus {
    const bus = this.find(nameOrArn);
    if (bus === undefined)
      throw new AwsError('ResourceNotFoundException', `Event bus ${nameOrArn} does not exist.`);
    return bus;
  }
}
