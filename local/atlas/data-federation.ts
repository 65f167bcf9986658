/**
 * Private endpoints of Federated Database Instances and Online Archives. They connect to services that all customers of
 * Atlas share, so Atlas only keeps a list of endpoint ids for each project.
 */
import type { WorldClock } from './clock.js';
import type { Timings } from './timings.js';

export interface RegistrationRequest {
  readonly endpointId: string;
  readonly provider: 'AWS' | 'AZURE';
  readonly comment?: string | undefined;
  /** In Atlas's spelling. */
  readonly region?: string | undefined;
  readonly customerEndpointDNSName?: string | undefined;
  readonly customerEndpointIPAddress?: string | undefined;
}

/** The cloud provider's side of a registration. */
export interface RegistrationSide {
  /** Called for a new entry, with the world time at which its state will change. */
  readonly onRegistered: (at: number) => void;
  /** Called once, when Atlas has approved the endpoint. */
  readonly onApproved: (endpointId: string) => void;
  /** Message of a failure, if the endpoint's registration shall fail. */
  readonly failureOf: (endpointId: string) => string | undefined;
}

/** An entry of the list. Its status depends on the time, on one decision, and on a deletion. */
export class Registration {
  readonly createdAt: number;
  comment: string | undefined;
  failure: string | undefined;
  deletedAt: number | undefined;
  private isDecided = false;

  constructor(
    readonly request: RegistrationRequest,
    private readonly timings: Timings,
    private readonly clock: WorldClock,
  ) {
    this.createdAt = clock.now();
    this.comment = request.comment;
  }

  get status(): 'PENDING' | 'OK' | 'FAILED' | 'DELETING' {
    if (this.deletedAt !== undefined) return 'DELETING';
    if (this.failure !== undefined) return 'FAILED';
    return this.isDecided ? 'OK' : 'PENDING';
  }

  get isRemoved(): boolean {
    return (
      this.deletedAt !== undefined && this.isPast(this.deletedAt, this.timings.registrationDeletionSeconds)
    );
  }

  settle(side: RegistrationSide): void {
    const { endpointId } = this.request;
    if (this.isDecided || !this.isPast(this.createdAt, this.timings.registrationSeconds)) return;
    this.isDecided = true;
    this.failure ??= side.failureOf(endpointId);
    if (this.failure === undefined) side.onApproved(endpointId);
  }

  private isPast(time: number, seconds: number): boolean {
    return this.clock.now() - time >= seconds * 1000;
  }
}

/** The list of one project. */
export class DataFederationEndpoints {
  private readonly registrations = new Map<string, Registration>();

  constructor(
    private readonly timings: Timings,
    private readonly clock: WorldClock,
    private readonly side: RegistrationSide,
  ) {}

  /** Entries in the order of their registration. */
  get all(): readonly Registration[] {
    return [...this.registrations.values()];
  }

  find(endpointId: string): Registration | undefined {
    return this.registrations.get(endpointId);
  }

  /**
   * As documented, another comment replaces the comment of an existing entry, and nothing else of it changes, not even
   * if it is being deleted.
   */
  register(request: RegistrationRequest): Registration {
    const one = this.find(request.endpointId) ?? this.add(request);
    if (request.comment !== undefined) one.comment = request.comment;
    this.settle();
    return one;
  }

  private add(request: RegistrationRequest): Registration {
    const one = new Registration(request, this.timings, this.clock);
    this.registrations.set(request.endpointId, one);
    this.side.onRegistered(one.createdAt + this.timings.registrationSeconds * 1000);
    return one;
  }

  remove(registration: Registration): void {
    registration.deletedAt ??= this.clock.now();
    this.settle();
  }

  settle(): void {
    for (const [endpointId, one] of this.registrations) {
      one.settle(this.side);
      if (one.isRemoved) this.registrations.delete(endpointId);
    }
  }
}
