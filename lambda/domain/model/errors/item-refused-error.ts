/** AWS will not take this one item, now or later: its id, its name or its value. Others of its kind are not concerned. */
export class ItemRefusedError extends Error {
  override readonly name = 'ItemRefusedError';
}
