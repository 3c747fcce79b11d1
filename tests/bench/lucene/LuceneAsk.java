import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.QueryBuilder;

/**
 * Lucene as people use it, for {@code tests/bench/in-process}: one field, {@link EnglishAnalyzer}, BM25 with its
 * defaults, the first ten.
 *
 * <p>{@code LuceneAsk index STORIES INDEX} makes an index; {@code LuceneAsk ask INDEX QUESTIONS TIMES} asks the questions
 * in a virtual machine that the warm ones among them have warmed. The files are those of {@code in_process.rs}. Each
 * question is asked as Lucene does it by itself, which stops counting at 1,000 documents and passes over those that cannot
 * be among the first ten, and under the name {@code KIND, counted} once more with all documents counted.
 */
public final class LuceneAsk {
    private static final int FOUND = 10;
    private static final int COUNTED = 1000;

    public static void main(String[] arguments) throws IOException {
        try (Analyzer analyzer = new EnglishAnalyzer()) {
            switch (arguments.length == 0 ? "" : arguments[0]) {
                case "index" -> index(Path.of(arguments[1]), Path.of(arguments[2]), analyzer);
                case "ask" -> ask(
                        Path.of(arguments[1]), Path.of(arguments[2]), Path.of(arguments[3]), new QueryBuilder(analyzer));
                default -> System.exit(2);
            }
        }
    }

    private static void index(Path stories, Path index, Analyzer analyzer) throws IOException {
        try (Directory directory = new MMapDirectory(index);
                IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig(analyzer));
                BufferedReader lines = Files.newBufferedReader(stories)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] columns = line.split("\t", 2);
                Document document = new Document();
                document.add(new StoredField("number", columns[0]));
                document.add(new TextField("text", columns[1], Field.Store.NO));
                writer.addDocument(document);
            }
        }
    }

    private static void ask(Path index, Path questions, Path times, QueryBuilder builder) throws IOException {
        List<String> lines = Files.readAllLines(questions);
        try (Directory directory = new MMapDirectory(index);
                DirectoryReader reader = DirectoryReader.open(directory);
                BufferedWriter out = Files.newBufferedWriter(times)) {
            IndexSearcher searcher = new IndexSearcher(reader);
            for (int most : new int[] {COUNTED, Integer.MAX_VALUE}) {
                for (String line : lines) {
                    String[] columns = line.split("\t");
                    long start = System.nanoTime();
                    Query query = query(columns[1], columns[2], builder);
                    TopDocs found = searcher.search(query, new TopScoreDocCollectorManager(FOUND, most));
                    double microseconds = (System.nanoTime() - start) / 1e3;
                    if (columns[0].equals("timed")) {
                        String kind = columns[1] + (most == COUNTED ? "" : ", counted");
                        out.write(String.format(
                                Locale.ROOT, "%s\t%.1f\t%d%n", kind, microseconds, found.totalHits.value()));
                    }
                }
            }
        }
    }

    private static Query query(String kind, String words, QueryBuilder builder) {
        Query query;
        if (kind.startsWith("phrase")) {
            query = builder.createPhraseQuery("text", words);
        } else {
            BooleanClause.Occur occur =
                    kind.startsWith("or") ? BooleanClause.Occur.SHOULD : BooleanClause.Occur.MUST;
            query = builder.createBooleanQuery("text", words, occur);
        }
        return query == null ? new MatchNoDocsQuery() : query;
    }
}
