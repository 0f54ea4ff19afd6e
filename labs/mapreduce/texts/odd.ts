/* Texts whose words have a meaning of their own to somebody who puts them to use as names. */

/** Words that every object of JavaScript has a member for, and others that only look like it. */
export const program = `class Word { constructor(text) { this.text = text ; } }
Word.prototype === Object.getPrototypeOf( new Word('') )
the constructor of a class is its constructor property
__proto__ and hasOwnProperty come from toString and valueOf , as
constructor and __proto__ do ; isPrototypeOf , toLocaleString
__defineGetter__ __lookupSetter__ propertyIsEnumerable
length name prototype undefined null NaN true false
`;

/** Numbers: as names of members they would come first, and in an order of their own. */
export const receipt = `10 apples 2 2.50
9 pears 1 1
100 plums 007 0.10
-1 coupon 1e3 1000
2 loaves 10 20
 total  23.60 9 10 11 12
4294967295 4294967294 00 0 -0 +1
`;

/** Upper case comes before lower case, and letters with marks behind all of them. */
export const verbs = `Be be BE bE été etre Été zu Zu ÿ zz
a-b a_b a.b ab A-B "ab" 'ab' ab, ab; (ab) [ab] {ab}
😀 \u{FB01} \uFF5E 😀 ~ } | {
`;

/** Blanks at both ends of a line and in a row: between two of them there is a word without a letter. */
export const tenses = `  is  was   will be
has been  had been
  __proto__  constructor  10
`;
