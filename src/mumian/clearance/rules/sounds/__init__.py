"""How an ideograph may be spelt in Latin letters: by pinyin or Wade-Giles, in Hong Kong, Macau, Hokkien, Korean or Japanese."""
