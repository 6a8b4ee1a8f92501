/** Something to order. */
export interface Dish {
  readonly name: string;
  readonly about: string;
  /** In the currency's main unit. */
  readonly price: number;
}

/** Where an order may go. */
export interface Address {
  readonly id: string;
  readonly label: string;
}

/** The bakery's card, by course. */
export const menu: readonly { readonly course: string; readonly dishes: readonly Dish[] }[] = [
  {
    course: "From the oven",
    dishes: [
      { name: "Sourdough loaf", about: "Two days slow, dark crust", price: 180 },
      { name: "Cardamom bun", about: "Knotted, still warm", price: 140 },
      { name: "Plum tart", about: "Late plums, almond cream", price: 225.5 },
    ],
  },
  {
    course: "From the kitchen",
    dishes: [
      { name: "Lentil soup", about: "With cumin and lemon", price: 210 },
      { name: "Walnut salad", about: "Bitter leaves, blue cheese", price: 320 },
    ],
  },
  {
    course: "From the shelf",
    dishes: [
      { name: "Filter coffee beans", about: "250 g, roasted on Monday", price: 540 },
      { name: "Apricot jam", about: "One small jar", price: 165 },
    ],
  },
];

/** The addresses of the demo's people. */
export const addresses: readonly Address[] = [
  { id: "2f6b8e1d-4c3a-4b5f-9d7e-0a1b2c3d4e05", label: "Home, 12 Quill Lane" },
  { id: "b4c1f0a9-6d27-4e83-8f15-3a9d7c2e5b10", label: "Work, 3 Press Yard" },
];
