/** Atlas's ids: 24 hexadecimal digits, here counted up, so that runs are alike. */
export class ObjectIds {
  private next = 1;

  create(): string {
    const id = `6a79${this.next.toString(16).padStart(20, '0')}`;
    this.next += 1;
    return id;
  }
}
