// Asks the veraPDF engine whether PDF files meet PDF/A-3a and PDF/UA-1 (machine-checkable rules only).
//
// Run as a single source file: java -cp ENGINE Validate.java FILE...
// One line a file and standard, below it the broken rules. Exit code: 0 all met, 1 some broken, 2 could not try.

import java.io.File;
import java.util.List;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.validators.ValidatorFactory;

class Validate {
    static final List<PDFAFlavour> STANDARDS = List.of(PDFAFlavour.PDFA_3_A, PDFAFlavour.PDFUA_1);
    /** Of each broken rule this many places are looked at. */
    static final int PLACES = 20;

    public static void main(String[] files) {
        Logger.getLogger("org.verapdf").setLevel(Level.OFF);
        VeraGreenfieldFoundryProvider.initialise();
        int code = files.length > 0 ? 0 : 2;
        for (String file : files) {
            for (PDFAFlavour standard : STANDARDS) {
                code = Math.max(code, validate(file, standard));
            }
        }
        System.exit(code);
    }

    static int validate(String file, PDFAFlavour standard) {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), standard)) {
            var validator = ValidatorFactory.createValidator(standard, PLACES, false, false, false);
            ValidationResult result = validator.validate(parser);
            System.out.printf("%s %s: %s (%d checks)%n", result.isCompliant() ? "met   " : "BROKEN",
                    standard.getId(), file, result.getTotalAssertions());
            var broken = new TreeMap<String, String>();
            for (TestAssertion assertion : result.getTestAssertions()) {
                if (assertion.getStatus() == TestAssertion.Status.FAILED) {
                    var rule = assertion.getRuleId();
                    broken.putIfAbsent(rule.getClause() + "-" + rule.getTestNumber(), assertion.getMessage());
                }
            }
            broken.forEach((rule, message) -> System.out.println("    " + rule + " " + message));
            return result.isCompliant() ? 0 : 1;
        } catch (Exception error) {
            System.out.printf("FAILED %s: %s (%s)%n", standard.getId(), file, error);
            return 2;
        }
    }
}
