// The types of an imported stylesheet, which exports nothing. TypeScript 6 and later look for them, also in an app whose
// bundler does not declare "*.css".
export {};
