package encode

// CompareKeys lets tests tell key sets that have an order from those that do not.
var CompareKeys = compareKeys
