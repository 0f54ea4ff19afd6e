import { expect, test } from 'vitest';
import { FileStore } from './file-store.ts';

function storeWith(files: Record<string, string>): FileStore {
  const store = new FileStore();
  for (const [name, contents] of Object.entries(files)) store.write(store.open(name), 0, contents);
  return store;
}

test('a file is there, and empty, as soon as it is opened', () => {
  const store = storeWith({});
  expect(store.find('a')).toBeNull();
  store.open('a');
  expect(store.find('a')?.contents).toBe('');
});

test('opening a file empties it', () => {
  const store = storeWith({ a: 'old' });
  store.write(store.open('a'), 0, 'n');
  expect(store.find('a')?.contents).toBe('n');
});

test('two who write one name at once write into one file', () => {
  const store = new FileStore();
  const first = store.open('a');
  store.write(first, 0, 'aaaa');
  const second = store.open('a');
  store.write(first, 4, 'AAAA');
  expect(store.find('a')?.contents).toBe('\0\0\0\0AAAA');
  store.write(second, 0, 'bb');
  expect(store.find('a')?.contents).toBe('bb\0\0AAAA');
});

test('a rename takes the place of what was there, and keeps the rest', () => {
  const store = storeWith({ a: 'new', b: 'old', c: 'other' });
  expect(store.rename('a', 'b')).toBe(true);
  expect(store.list('')).toEqual(['b', 'c']);
  expect(store.find('b')?.contents).toBe('new');
});

test('a rename without a file changes nothing', () => {
  const store = storeWith({ b: 'old' });
  expect(store.rename('a', 'b')).toBe(false);
  expect(store.find('b')?.contents).toBe('old');
});

test('who has a file open writes into it under its new name', () => {
  const store = new FileStore();
  const file = store.open('a');
  store.rename('a', 'b');
  store.write(file, 0, 'late');
  expect(store.find('b')?.contents).toBe('late');
  expect(store.nameOf(file)).toBe('b');
});

test('a file that was replaced has no name', () => {
  const store = storeWith({ a: 'new' });
  const file = store.open('b');
  store.rename('a', 'b');
  expect(store.nameOf(file)).toBeNull();
});

test('list gives the names with the prefix, sorted', () => {
  const store = storeWith({ 'mr-2': '', 'mr-1': '', other: '' });
  expect(store.list('mr-')).toEqual(['mr-1', 'mr-2']);
});

test('remove tells whether there was a file', () => {
  const store = storeWith({ a: '' });
  expect([store.remove('a'), store.remove('a')]).toEqual([true, false]);
});
