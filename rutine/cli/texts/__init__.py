"""What commands say, in bokmål, nynorsk and English: the texts, and what reads them."""
