"""Which of many records are one person: columns to compare, a model that weighs, and the verdict with its reasons."""
