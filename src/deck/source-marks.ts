/** What stands in brackets before the source of a number in `facts.yaml`, for whoever reads it there or elsewhere. */
export const SOURCE_MARKS: Readonly<Record<string, string>> = {
  label: 'the US prescribing information, with its section',
  article: "the article on ocrelizumab's precautions (Lucius, 27 Oct 2025) that this product implements",
  team: 'a choice of this project, where no source gives a number or sources differ',
};
